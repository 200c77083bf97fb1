using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class RuntimeEncoderTests : DeflateEncoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.Runtime;
}
