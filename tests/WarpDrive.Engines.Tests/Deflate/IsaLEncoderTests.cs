using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class IsaLEncoderTests : DeflateEncoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.IsaL;
}
