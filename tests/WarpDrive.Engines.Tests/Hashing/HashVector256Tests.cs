using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

public sealed class HashVector256Tests : HashContract
{
    protected override HashPath Path => HashPath.Vector256;
}
