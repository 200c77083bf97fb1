using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

public sealed class HashVector128Tests : HashContract
{
    protected override HashPath Path => HashPath.Vector128;
}
