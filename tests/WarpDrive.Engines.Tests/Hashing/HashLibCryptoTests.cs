using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

public sealed class HashLibCryptoTests : HashContract
{
    protected override HashPath Path => HashPath.LibCrypto;
}
