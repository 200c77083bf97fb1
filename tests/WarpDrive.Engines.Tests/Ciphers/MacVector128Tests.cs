using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>The contract on this path.</summary>
public sealed class MacVector128Tests() : MacContract(CipherPath.Vector128);
