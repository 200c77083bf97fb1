using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class IsaLStreamEncoderTests : DeflateStreamEncoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.IsaL;
}
