using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

public sealed class GhashPortableTests : GhashContract
{
    private protected override GhashPath Path => GhashPath.Portable;
}
