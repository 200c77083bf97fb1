using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class LibDeflateDecoderTests : InflateDecoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.LibDeflate;
}
