using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

public sealed class GhashClmul512Tests : GhashContract
{
    private protected override GhashPath Path => GhashPath.Clmul512;
}
