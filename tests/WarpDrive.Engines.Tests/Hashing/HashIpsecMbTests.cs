using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

public sealed class HashIpsecMbTests : HashContract
{
    protected override HashPath Path => HashPath.IpsecMb;
}
