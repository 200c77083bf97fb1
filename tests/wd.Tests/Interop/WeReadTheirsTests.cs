using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Interop;

/// <summary>What other people's programs write, read by <c>wd decompress</c>.</summary>
public sealed class WeReadTheirsTests
{
    [Theory]
    [InlineData("-1")]
    [InlineData("-9")]
    public void We_read_gzip(string level) => Check(".gz", file => RealProgram.Run("gzip", null, level, "-c", file));

    [Theory]
    [InlineData("-1")]
    [InlineData("-9")]
    public void We_read_pigz(string level) => Check(".gz", file => RealProgram.Run("pigz", null, level, "-c", file));

    [Fact]
    public void We_read_the_independent_blocks_of_pigz() => Check(".gz", file => RealProgram.Run("pigz", null, "-i", "-b", "128", "-c", file));

    [Fact]
    public void We_read_the_zlib_of_pigz() => Check(".zz", file => RealProgram.Run("pigz", null, "-z", "-c", file));

    [Theory]
    [InlineData("-0")]
    [InlineData("-3")]
    public void We_read_igzip(string level) => Check(".gz", file => RealProgram.Run("igzip", null, level, "-c", file));

    [Fact]
    public void We_read_the_gzip_of_python() => Check(".gz", file => Python("import gzip; out = gzip.compress(data, 6)", file));

    [Fact]
    public void We_read_the_zlib_of_python() => Check(".zz", file => Python("out = zlib.compress(data, 9)", file));

    [Fact]
    public void We_read_the_raw_deflate_of_python() => Check(".deflate", file => Python("c = zlib.compressobj(6, zlib.DEFLATED, -15); out = c.compress(data) + c.flush()", file));

    private static ProcessResult Python(string code, string file) =>
        RealProgram.Run("python3", null, "-c", $"import sys, zlib; data = open(sys.argv[1], 'rb').read(); {code}; sys.stdout.buffer.write(out)", file);

    private static void Check(string suffix, Func<string, ProcessResult> write)
    {
        using var directory = new TemporaryDirectory();
        var files = new List<string>();
        foreach ((string name, byte[] content) in SampleData.All)
        {
            string plain = directory.Write(name, content);
            files.Add(directory.Write(name + suffix, write(plain).Output));
            File.Delete(plain);
        }

        Wd.Run(["decompress", .. files]).MustSucceed();
        foreach ((string name, byte[] content) in SampleData.All)
        {
            Assert.True(File.ReadAllBytes(directory.File(name)).AsSpan().SequenceEqual(content), $"{name}{suffix} reads back differently");
        }
    }
}
