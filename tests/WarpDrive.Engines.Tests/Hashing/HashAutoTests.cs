using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

public sealed class HashAutoTests : HashContract
{
    protected override HashPath Path => HashPath.Auto;
}
