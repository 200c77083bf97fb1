using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

public sealed class HashVector512Tests : HashContract
{
    protected override HashPath Path => HashPath.Vector512;
}
