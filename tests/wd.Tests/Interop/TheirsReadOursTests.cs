using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Interop;

/// <summary>What <c>wd compress</c> writes, read by other people's programs.</summary>
public sealed class TheirsReadOursTests : IClassFixture<CompressedSamples>
{
    private readonly CompressedSamples _samples;

    public TheirsReadOursTests(CompressedSamples samples) => _samples = samples;

    [Fact]
    public void Gzip_reads_our_gzip() => Check(".gz", file => RealProgram.Run("gzip", null, "-dc", file));

    [Fact]
    public void Gzip_finds_our_gzip_whole() => Check(".gz", file => RealProgram.Run("gzip", null, "-t", file), compare: false);

    [Fact]
    public void Pigz_reads_our_gzip() => Check(".gz", file => RealProgram.Run("pigz", null, "-dc", file));

    [Fact]
    public void Pigz_reads_our_zlib() => Check(".zz", file => RealProgram.Run("pigz", null, "-dcz", file));

    [Fact]
    public void Igzip_reads_our_gzip() => Check(".gz", file => RealProgram.Run("igzip", null, "-d", "-c", file));

    [Fact]
    public void Python_reads_our_gzip() => Check(".gz", file => Python("import gzip; sys.stdout.buffer.write(gzip.decompress(data))", file));

    [Fact]
    public void Python_reads_our_zlib_to_its_last_byte() =>
        Check(".zz", file => Python("d = zlib.decompressobj(); sys.stdout.buffer.write(d.decompress(data) + d.flush()); assert d.eof and not d.unused_data", file));

    [Fact]
    public void Python_reads_our_raw_deflate_to_its_last_byte() =>
        Check(".deflate", file => Python("d = zlib.decompressobj(-15); sys.stdout.buffer.write(d.decompress(data) + d.flush()); assert d.eof and not d.unused_data", file));

    private static ProcessResult Python(string code, string file) =>
        RealProgram.Run("python3", null, "-c", $"import sys, zlib; data = open(sys.argv[1], 'rb').read(); {code}", file);

    private void Check(string suffix, Func<string, ProcessResult> read, bool compare = true)
    {
        foreach ((string name, byte[] content) in SampleData.All)
        {
            ProcessResult result = read(_samples.Path(name + suffix));
            Assert.True(!compare || result.Output.AsSpan().SequenceEqual(content), $"{name}{suffix} reads back differently");
        }
    }
}
