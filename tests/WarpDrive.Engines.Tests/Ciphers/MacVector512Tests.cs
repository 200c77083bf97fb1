using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>The contract on this path.</summary>
public sealed class MacVector512Tests() : MacContract(CipherPath.Vector512);
