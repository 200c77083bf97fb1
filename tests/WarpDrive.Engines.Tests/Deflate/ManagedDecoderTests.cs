using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class ManagedDecoderTests : InflateDecoderContract
{
    protected override DeflateEngineKind Kind => DeflateEngineKind.Managed;
}
