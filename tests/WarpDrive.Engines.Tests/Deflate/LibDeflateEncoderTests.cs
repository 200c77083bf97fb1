using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class LibDeflateEncoderTests : DeflateEncoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.LibDeflate;
}
