using System.Text;
using System.Text.Json;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Hashing;

/// <summary><c>wd hash</c> beside the coreutils: the same lines, the same checks.</summary>
public sealed class HashCommandTests
{
    private const int SmallFile = 256 << 10;

    [Theory]
    [InlineData("md5", "md5sum")]
    [InlineData("sha1", "sha1sum")]
    [InlineData("sha224", "sha224sum")]
    [InlineData("sha256", "sha256sum")]
    [InlineData("sha384", "sha384sum")]
    [InlineData("sha512", "sha512sum")]
    public void Lines_are_those_of_the_coreutils(string algorithm, string program)
    {
        using var directory = new TemporaryDirectory();
        string[] names = WriteMany(directory);

        string ours = Wd.Run(["hash", algorithm, .. names]).MustSucceed().Text;

        Assert.Equal(RealProgram.Run(program, null, names).Text, ours);
        Assert.Equal(
            RealProgram.Run(program, null, ["--tag", .. names]).Text, Wd.Run(["hash", algorithm, "--tag", .. names]).MustSucceed().Text);
        Assert.Equal(RealProgram.Run(program, null, ["-z", .. names]).Text, Wd.Run(["hash", algorithm, "-z", .. names]).MustSucceed().Text);
    }

    [Fact]
    public void A_thousand_files_come_in_the_order_of_their_names()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(7);
        string[] names = [.. Enumerable.Range(0, 1000).Select(i =>
        {
            byte[] content = new byte[random.Next(0, 3000)];
            random.NextBytes(content);
            return directory.Write($"{i}", content);
        })];
        byte[] list = Encoding.UTF8.GetBytes(string.Join('\0', names));

        string ours = Wd.RunWithInput(list, "hash", "md5", "--files0-from", "-", "--threads", "3").MustSucceed().Text;

        Assert.Equal(RealProgram.Run("md5sum", null, names).Text, ours);
    }

    [Fact]
    public void The_standard_input_is_a_dash()
    {
        Assert.Equal("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0  -\n", Wd.RunWithInput("abc"u8.ToArray(), "hash", "sm3").MustSucceed().Text);
        Assert.StartsWith("900150983cd24fb0d6963f7d28e17f72  -", Wd.RunWithInput("abc"u8.ToArray(), "hash", "md5", "-").MustSucceed().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_longer_than_a_small_file_loses_nothing()
    {
        byte[] content = new byte[3_000_000];
        new Random(8).NextBytes(content);
        string expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

        Assert.Equal($"{expected}  /dev/stdin\n", Wd.RunWithInput(content, "hash", "sha256", "/dev/stdin").MustSucceed().Text);
    }

    [Fact]
    public void An_empty_list_of_names_names_nothing()
    {
        Assert.Empty(Wd.RunWithInput([], "hash", "md5", "--files0-from", "-").MustSucceed().Text);
    }

    [Fact]
    public void A_name_of_several_lines_is_checked_on_one()
    {
        using var directory = new TemporaryDirectory();
        string list = directory.Write("list", Wd.Run("hash", "md5", directory.Write("a\nb: OK", [1])).MustSucceed().Output);

        Assert.Equal(RealProgram.Run("md5sum", null, "--check", list).Text, Wd.Run("hash", "md5", "--check", list).MustSucceed().Text);
    }

    [Fact]
    public void What_one_writes_the_other_checks()
    {
        using var directory = new TemporaryDirectory();
        string[] names = WriteMany(directory);
        string ours = directory.Write("ours", Wd.Run(["hash", "sha256", .. names]).MustSucceed().Output);
        string theirs = directory.Write("theirs", RealProgram.Run("sha256sum", null, ["--tag", .. names]).Output);

        RealProgram.Run("sha256sum", null, "--check", "--strict", ours);
        string text = Wd.Run("hash", "sha256", "--check", "--strict", theirs, ours).MustSucceed().Text;

        Assert.Equal(2 * names.Length, text.Split('\n').Count(line => line.EndsWith(": OK", StringComparison.Ordinal)));
    }

    [Fact]
    public void Changed_and_missing_files_are_told_and_counted()
    {
        using var directory = new TemporaryDirectory();
        string good = directory.Write("good", [1]), changed = directory.Write("changed", [2]), gone = directory.Write("gone", [3]);
        string list = directory.Write("list", [.. Wd.Run("hash", "md5", good, changed, gone).MustSucceed().Output, .. "no checksum\n"u8]);
        File.WriteAllBytes(changed, [4]);
        File.Delete(gone);

        ProcessResult result = Wd.Run("hash", "md5", "--check", list);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"{good}: OK\n{changed}: FAILED\n{gone}: FAILED open or read\n", result.Text);
        Assert.Contains("WARNING: 1 line is improperly formatted", result.Error, StringComparison.Ordinal);
        Assert.Contains("WARNING: 1 listed file could not be read", result.Error, StringComparison.Ordinal);
        Assert.Contains("WARNING: 1 computed checksum did NOT match", result.Error, StringComparison.Ordinal);
        Assert.Equal($"{changed}: FAILED\n", Wd.Run("hash", "md5", "--check", "--quiet", "--ignore-missing", list).Text);
        Assert.Empty(Wd.Run("hash", "md5", "--check", "--status", list).Output);
    }

    [Fact]
    public void Only_strict_checks_fail_for_lines_that_are_none()
    {
        using var directory = new TemporaryDirectory();
        string list = directory.Write("list", [.. Wd.Run("hash", "md5", directory.Write("a", [1])).MustSucceed().Output, .. "no checksum\n"u8]);

        Wd.Run("hash", "md5", "--check", list).MustSucceed();
        Assert.Equal(1, Wd.Run("hash", "md5", "--check", "--strict", list).ExitCode);
        ProcessResult none = Wd.Run("hash", "sha256", "--check", list);
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("no properly formatted checksum lines", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_cannot_be_read_leave_the_others_alone()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", []);

        ProcessResult result = Wd.Run("hash", "md5", directory.File("none"), file, directory.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"d41d8cd98f00b204e9800998ecf8427e  {file}\n", result.Text);
        Assert.Contains("No such file or directory", result.Error, StringComparison.Ordinal);
        Assert.Contains("Is a directory", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_array()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", "abc"u8.ToArray());

        using JsonDocument json = JsonDocument.Parse(Wd.Run("hash", "sha1", "--json", file, directory.File("none")).Output);

        Assert.Equal("a9993e364706816aba3e25717850c26c9cd0d89d", json.RootElement[0].GetProperty("digest").GetString());
        Assert.Equal("sha1", json.RootElement[0].GetProperty("algorithm").GetString());
        Assert.Equal("No such file or directory", json.RootElement[1].GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("avx512")]
    [InlineData("avx2")]
    [InlineData("vector128")]
    [InlineData("portable")]
    [InlineData("libcrypto")]
    public void Every_engine_says_the_same(string engine)
    {
        using var directory = new TemporaryDirectory();
        string[] names = WriteMany(directory);
        string listed = Wd.Run("devices").MustSucceed().Text.Split('\n').Single(line => line.StartsWith(engine + " ", StringComparison.Ordinal));
        ProcessResult result = Wd.Run(["hash", "sha512", "--engine", engine, .. names]);
        if (listed.Contains(" absent ", StringComparison.Ordinal))
        {
            Assert.Contains($"engine '{engine}'", result.Error, StringComparison.Ordinal);
            Assert.Skip(listed);
        }

        Assert.Equal(Wd.Run(["hash", "sha512", .. names]).MustSucceed().Text, result.MustSucceed().Text);
    }

    /// <summary>Files of sizes around everything that is treated differently, and of names that must be escaped.</summary>
    private static string[] WriteMany(TemporaryDirectory directory)
    {
        var random = new Random(5);
        string[] odd = ["back\\slash", "line\nfeed", "two  spaces", "ünïcode"];
        int[] sizes = [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 4095, 16384, 100_000, SmallFile - 1, SmallFile, SmallFile + 1, 3_000_000];
        return [.. sizes.Select((size, i) =>
        {
            byte[] content = new byte[size];
            random.NextBytes(content);
            return directory.Write(i < odd.Length ? odd[i] : $"{size}", content);
        })];
    }
}
