using System.Diagnostics;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests;

/// <summary>The sample programs, as processes.</summary>
public sealed class SampleTests
{
    public static TheoryData<string, CompressionFormat, int> Cases() => new()
    {
        { "-g", CompressionFormat.Gzip, 0 },
        { "-g", CompressionFormat.Gzip, 2_000_000 },
        { "-z", CompressionFormat.Zlib, 700_000 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_queue_level_sample_compresses_and_goes_back(string option, CompressionFormat format, int size)
    {
        byte[] data = TestData.Mixed(size, 20);
        (int code, byte[] compressed, string words) = Run("QueueLevel", data, option);
        Assert.True(code == 0, words);
        Assert.Equal(data, TestData.ReferenceDecode(compressed, format));
        Assert.Equal(data, Run("QueueLevel", compressed, option, "-d").Output);
        Assert.Equal(data, Run("QueueLevel", TestData.Reference(data, format), option, "-d").Output);
    }

    [Fact]
    public void The_queue_level_sample_and_gzip_read_each_other()
    {
        byte[] data = TestData.Mixed(300_000, 21);
        Assert.Equal(data, Run("gzip", Run("QueueLevel", data, "-g").Output, "-dc").Output);
        Assert.Equal(data, Run("QueueLevel", Run("gzip", data, "-c").Output, "-g", "-d").Output);
    }

    [Fact]
    public void The_queue_level_sample_says_what_is_wrong()
    {
        byte[] cut = TestData.Reference(TestData.Mixed(100_000, 22), CompressionFormat.Gzip)[..^20];
        (int code, _, string words) = Run("QueueLevel", cut, "-g", "-d");
        Assert.Equal(1, code);
        Assert.Contains("unexpected end of input", words, StringComparison.Ordinal);
        Assert.Equal(1, Run("QueueLevel", [], "-g", "-z").Code);
    }

    [Fact]
    public void The_library_sample_tells_where_it_ran()
    {
        (int code, byte[] output, string words) = Run("HelloWarpDrive", []);
        Assert.True(code == 0, words);
        string text = System.Text.Encoding.UTF8.GetString(output);
        Assert.Contains("embedded hisi_zip-0", text, StringComparison.Ordinal);
        Assert.Contains("unharmed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_sample_gets_the_digests_of_the_runtime_from_lanes()
    {
        (int code, byte[] output, string words) = Run("HashMany", [], "SHA256", "2048");
        Assert.True(code == 0, words);
        string text = System.Text.Encoding.UTF8.GetString(output);
        Assert.Contains("on embedded hisi_sec2-", text, StringComparison.Ordinal);
        Assert.Contains("all digests are the same", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_of_keys_and_ciphers_gets_everything_right_on_devices()
    {
        (int code, byte[] output, string words) = Run("SignAndSeal", []);
        string text = System.Text.Encoding.UTF8.GetString(output);
        Assert.True(code == 0, text + words);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(10, lines.Length);
        Assert.All(lines[..5], line => Assert.Contains("right   embedded hisi_hpre-", line, StringComparison.Ordinal));
        Assert.All(lines[5..], line => Assert.Contains("right   embedded hisi_sec2-", line, StringComparison.Ordinal));
    }

    private static (int Code, byte[] Output, string Words) Run(string program, byte[] input, params string[] arguments)
    {
        string beside = Path.Combine(AppContext.BaseDirectory, program);
        var start = new ProcessStartInfo(File.Exists(beside) ? beside : program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task writing = Task.Run(() =>
        {
            try
            {
                process.StandardInput.BaseStream.Write(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // A program that refuses its arguments does not read its input.
            }
        });
        Task<string> words = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), "the program did not end");
        writing.Wait();
        return (process.ExitCode, output.ToArray(), words.Result);
    }
}
