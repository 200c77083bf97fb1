using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Interop;

/// <summary>Members one after the other, and what stands behind the last: <c>wd</c> does what gzip does, with gzip's exit codes.</summary>
public sealed class WhatFollowsTests
{
    private static readonly byte[] s_first = "the first member\n"u8.ToArray();
    private static readonly byte[] s_second = "the second member\n"u8.ToArray();

    public static TheoryData<string, int> Tails => new()
    {
        { "nothing", 0 },
        { "zeros", 0 },
        { "one zero", 0 },
        { "garbage", 2 },
        { "one byte of garbage", 1 },
        { "the first byte of a header", 1 },
        { "zeros, then garbage", 2 },
        { "another member", 0 },
        { "another member, then garbage", 2 },
        { "half a header", 1 },
        { "half a member", 1 },
    };

    [Theory]
    [MemberData(nameof(Tails))]
    public void A_tail_is_treated_as_gzip_treats_it(string tail, int exitCode)
    {
        byte[] file = [.. Member(s_first), .. Tail(tail)];

        ProcessResult theirs = RealProgram.Try("gzip", file, "-dc");
        ProcessResult ours = Wd.RunWithInput(file, "decompress", "-c");

        Assert.Equal(exitCode, theirs.ExitCode);
        Assert.True(exitCode == ours.ExitCode, $"exit code {ours.ExitCode}: {ours.Error}");
        Assert.Equal(exitCode == 0, ours.Error.Length == 0);
        if (exitCode != 1)
        {
            Assert.Equal(theirs.Output, ours.Output);
        }
    }

    [Fact]
    public void A_warning_about_garbage_still_writes_the_file()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a.gz", [.. Member(s_first), .. "garbage"u8]);

        ProcessResult result = Wd.Run("decompress", file);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("trailing garbage ignored", result.Error, StringComparison.Ordinal);
        Assert.Equal(s_first, File.ReadAllBytes(directory.File("a")));
    }

    [Theory]
    [InlineData("zz", "zlib", 0, 0)]
    [InlineData("zz", "zlib", 100, 2)]
    [InlineData("deflate", "deflate", 0, 0)]
    [InlineData("deflate", "deflate", 100, 2)]
    public void Zeros_and_garbage_behind_zlib_and_deflate_are_treated_alike(string suffix, string format, byte value, int exitCode)
    {
        using var directory = new TemporaryDirectory();
        byte[] compressed = Wd.RunWithInput(SampleData.Text, "compress", "--format", format).MustSucceed().Output;
        byte[] tail = [value, value, value];
        string file = directory.Write($"a.{suffix}", [.. compressed, .. tail]);

        ProcessResult result = Wd.Run("decompress", file);

        Assert.True(exitCode == result.ExitCode, $"exit code {result.ExitCode}: {result.Error}");
        Assert.Equal(SampleData.Text, File.ReadAllBytes(directory.File("a")));
    }

    private static byte[] Member(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    private static byte[] Tail(string name) => name switch
    {
        "zeros" => new byte[5000],
        "one zero" => [0],
        "garbage" => "some garbage"u8.ToArray(),
        "one byte of garbage" => [7],
        "the first byte of a header" => [0x1f],
        "zeros, then garbage" => [0, 0, 0, 7],
        "another member" => Member(s_second),
        "another member, then garbage" => [.. Member(s_second), .. "x!"u8],
        "half a header" => Member(s_second)[..5],
        "half a member" => Member(s_second)[..14],
        _ => [],
    };
}
