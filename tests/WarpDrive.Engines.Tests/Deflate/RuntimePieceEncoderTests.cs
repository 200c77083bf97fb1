using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class RuntimePieceEncoderTests : DeflatePieceEncoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.Runtime;
}
