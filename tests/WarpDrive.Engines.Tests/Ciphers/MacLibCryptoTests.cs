using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>The contract on this path.</summary>
public sealed class MacLibCryptoTests() : MacContract(CipherPath.LibCrypto);
