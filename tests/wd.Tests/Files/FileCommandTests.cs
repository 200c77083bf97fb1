using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Files;

/// <summary>What <c>wd compress</c> and <c>wd decompress</c> do to files, beside their bytes.</summary>
public sealed class FileCommandTests
{
    [Fact]
    public void Inputs_stay_and_mode_and_time_are_kept_both_ways()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetUnixFileMode(file, Mode);
        File.SetLastWriteTimeUtc(file, time);

        Wd.Run("compress", file).MustSucceed();
        Assert.Equal(["a", "a.gz"], directory.Names());
        Assert.Equal(Mode, File.GetUnixFileMode(file + ".gz"));
        Assert.Equal(time, File.GetLastWriteTimeUtc(file + ".gz"));

        File.Delete(file);
        Wd.Run("decompress", file + ".gz").MustSucceed();
        Assert.Equal(["a", "a.gz"], directory.Names());
        Assert.Equal(Mode, File.GetUnixFileMode(file));
        Assert.Equal(time, File.GetLastWriteTimeUtc(file));
        Assert.Equal(SampleData.Text, File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData("gzip", ".gz")]
    [InlineData("zlib", ".zz")]
    [InlineData("deflate", ".deflate")]
    public void Each_format_has_its_suffix_and_is_recognised_again(string format, string suffix)
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);

        Wd.Run("compress", "--format", format, file).MustSucceed();
        File.Delete(file);
        Wd.Run("decompress", file + suffix).MustSucceed();

        Assert.Equal(["a", "a" + suffix], directory.Names());
        Assert.Equal(SampleData.Text, File.ReadAllBytes(file));
    }

    [Fact]
    public void An_existing_output_is_refused_and_replaced_only_by_force()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);
        directory.Write("a.gz", [1, 2, 3]);

        ProcessResult refused = Wd.Run("compress", file);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("-f to overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(directory.File("a.gz")));

        Wd.Run("compress", "-f", file).MustSucceed();
        Assert.Equal(SampleData.Text, Wd.Run("decompress", "-c", file + ".gz").MustSucceed().Output);
        Assert.Equal(["a", "a.gz"], directory.Names());
    }

    [Fact]
    public void Without_names_the_standard_streams_are_used()
    {
        ProcessResult compressed = Wd.RunWithInput(SampleData.Assembly, "compress").MustSucceed();
        Assert.True(compressed.Output.Length < SampleData.Assembly.Length / 2);

        Assert.Equal(SampleData.Assembly, Wd.RunWithInput(compressed.Output, "decompress", "-").MustSucceed().Output);
    }

    [Fact]
    public void The_standard_output_joins_several_files_into_one_that_reads_as_their_sum()
    {
        using var directory = new TemporaryDirectory();
        string a = directory.Write("a", SampleData.Text);
        string b = directory.Write("b", [1, 2, 3]);

        ProcessResult joined = Wd.Run("compress", "-c", a, b).MustSucceed();

        Assert.Equal(["a", "b"], directory.Names());
        byte[] expected = [.. SampleData.Text, 1, 2, 3];
        Assert.Equal(expected, Wd.RunWithInput(joined.Output, "decompress").MustSucceed().Output);
    }

    [Fact]
    public void One_bad_file_does_not_keep_the_others_back()
    {
        using var directory = new TemporaryDirectory();
        string good = directory.Write("good", SampleData.Text);
        string missing = directory.File("missing");

        ProcessResult result = Wd.Run("compress", missing, directory.Path, good);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["good", "good.gz"], directory.Names());
        string[] lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("No such file", lines[0], StringComparison.Ordinal);
        Assert.Contains("is a directory", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_looks_compressed_is_left_with_a_warning()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a.gz", SampleData.Text);

        ProcessResult result = Wd.Run("compress", file);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("unchanged", result.Error, StringComparison.Ordinal);
        Assert.Equal(["a.gz"], directory.Names());
        Wd.Run("compress", "-f", file).MustSucceed();
        Assert.Equal(["a.gz", "a.gz.gz"], directory.Names());
    }

    [Theory]
    [InlineData("cut off", "unexpected end of file")]
    [InlineData("empty", "unexpected end of file")]
    [InlineData("damaged", "")]
    [InlineData("wrong checksum", "")]
    [InlineData("not compressed", "neither gzip nor zlib")]
    public void Bad_input_leaves_no_file_and_says_why(string fault, string words)
    {
        using var directory = new TemporaryDirectory();
        byte[] good = Wd.RunWithInput(SampleData.Assembly, "compress").MustSucceed().Output;
        byte[] damaged = [.. good];
        damaged.AsSpan(good.Length / 2, 64).Fill(0xff);
        byte[] wrong = [.. good];
        wrong[^6] ^= 1;
        directory.Write("a.gz", fault switch
        {
            "cut off" => good[..(good.Length / 2)],
            "empty" => [],
            "damaged" => damaged,
            "wrong checksum" => wrong,
            _ => "plain text"u8.ToArray(),
        });

        ProcessResult tested = Wd.Run("decompress", "-t", directory.File("a.gz"));
        ProcessResult result = Wd.Run("decompress", directory.File("a.gz"));

        Assert.Equal(1, tested.ExitCode);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["a.gz"], directory.Names());
    }

    [Fact]
    public void Testing_writes_nothing_and_says_nothing_of_whole_files()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);
        Wd.Run("compress", file).MustSucceed();

        foreach (string command in new[] { "decompress", "compress" })
        {
            ProcessResult result = Wd.Run(command, "-t", file + ".gz").MustSucceed();
            Assert.Empty(result.Output);
            Assert.Empty(result.Error);
        }

        Assert.Equal(["a", "a.gz"], directory.Names());
    }

    [Fact]
    public void A_file_is_never_its_own_output()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);
        File.CreateSymbolicLink(directory.File("link"), file);

        foreach (string output in new[] { file, directory.File("link") })
        {
            ProcessResult result = Wd.Run("compress", "-f", "-o", output, file);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("same file", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(SampleData.Text, File.ReadAllBytes(file));
        Assert.Equal(["a", "link"], directory.Names());
    }

    [Fact]
    public void A_name_that_looks_like_an_option_comes_after_two_dashes()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("-a", SampleData.Text);

        Assert.Equal(1, ProcessRunner.Run(Wd.Path, ["compress", "-a"], directory: directory.Path).ExitCode);
        ProcessRunner.Run(Wd.Path, ["compress", "--", "-a"], directory: directory.Path).MustSucceed();

        Assert.Equal(["-a", "-a.gz"], directory.Names());
    }

    [Fact]
    public void A_device_as_output_is_written_and_not_replaced()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);

        Wd.Run("compress", "-o", "/dev/null", file).MustSucceed();

        Assert.False(new FileInfo("/dev/null").Length > 0);
        Assert.Equal([], File.ReadAllBytes("/dev/null"));
    }

    [Fact]
    public void An_output_that_cannot_be_made_is_an_error_with_its_reason()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);

        ProcessResult result = Wd.Run("compress", "-o", directory.File("no/such/directory"), file);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("No such file or directory", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("9")]
    [InlineData("fastest")]
    public void Every_kind_of_level_and_any_number_of_threads_reads_back(string level)
    {
        foreach (string threads in new[] { "1", "5" })
        {
            byte[] compressed = Wd.RunWithInput(SampleData.Assembly, "compress", "--level", level, "--threads", threads).MustSucceed().Output;
            Assert.Equal(SampleData.Assembly, Wd.RunWithInput(compressed, "decompress").MustSucceed().Output);
        }
    }

    [Theory]
    [InlineData("--device", "hisi_zip-77", "hisi_zip-77")]
    [InlineData("--provider", "nowhere", "no device")]
    [InlineData("--engine", "abacus", "abacus")]
    public void What_is_not_there_is_named(string option, string value, string words)
    {
        ProcessResult result = Wd.RunWithInput(SampleData.Text, "compress", option, value);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }
}
