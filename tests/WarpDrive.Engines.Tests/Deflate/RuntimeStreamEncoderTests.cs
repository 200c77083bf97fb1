using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class RuntimeStreamEncoderTests : DeflateStreamEncoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.Runtime;
}
