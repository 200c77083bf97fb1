using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class IsaLDecoderTests : InflateDecoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.IsaL;
}
