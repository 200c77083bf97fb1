using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

public sealed class HashScalarTests : HashContract
{
    protected override HashPath Path => HashPath.Scalar;
}
