using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

public sealed class HashRuntimeTests : HashContract
{
    protected override HashPath Path => HashPath.Runtime;
}
