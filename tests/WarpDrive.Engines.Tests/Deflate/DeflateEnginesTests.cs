using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class DeflateEnginesTests
{
    [Fact]
    public void The_engine_inside_the_runtime_is_always_there()
    {
        DeflateEngineInfo info = DeflateEngines.Describe(DeflateEngineKind.Runtime);
        Assert.True(info.IsAvailable, info.Reason);
        Assert.Contains(Environment.Version.ToString(), info.Version, StringComparison.Ordinal);
        Assert.Contains("System.IO.Compression.Native", info.Path, StringComparison.Ordinal);
        Assert.True(info.CanEncode && info.CanStreamEncode);
    }

    [Fact]
    public void Every_engine_is_listed_once_with_a_version_or_a_reason()
    {
        Assert.Equal(DeflateEngines.All.Length, DeflateEngines.All.Select(info => info.Kind).Distinct().Count());
        foreach (DeflateEngineInfo info in DeflateEngines.All)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(info.ToString());
            Assert.Equal(info.IsAvailable, info.Reason.Length == 0);
            Assert.True(info.Version.Length > 0 || !info.IsAvailable);
        }

        Assert.All(DeflateEngines.Available, info => Assert.True(info.IsAvailable));
    }

    [Fact]
    public void An_engine_that_is_missing_or_cannot_stream_says_why()
    {
        foreach (DeflateEngineInfo info in DeflateEngines.All.Where(info => !info.IsAvailable))
        {
            var missing = Assert.Throws<DeflateEngineUnavailableException>(() => DeflateEngines.CreateDecoder(info.Kind));
            Assert.Equal(info.Kind, missing.Kind);
            Assert.Contains(info.Reason, missing.Message, StringComparison.Ordinal);
        }

        Assert.Throws<DeflateEngineUnavailableException>(() => DeflateEngines.CreateStreamEncoder(DeflateEngineKind.LibDeflate, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateEngines.Describe((DeflateEngineKind)99));
    }
}
