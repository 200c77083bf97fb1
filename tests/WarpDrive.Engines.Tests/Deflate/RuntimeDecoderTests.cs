using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class RuntimeDecoderTests : InflateDecoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.Runtime;
}
