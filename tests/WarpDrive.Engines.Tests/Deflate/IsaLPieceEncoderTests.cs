using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class IsaLPieceEncoderTests : DeflatePieceEncoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.IsaL;
}
