using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class LibDeflatePieceEncoderTests : DeflatePieceEncoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.LibDeflate;
}
