using WarpDrive.Tool.Tests.Processes;
using WarpDrive.Tool.Tests.Readme;

namespace WarpDrive.Tool.Tests.Output;

/// <summary>Help, version and usage errors. The expected help is in Golden/; WD_TESTS_WRITE_GOLDEN=1 writes it anew.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData("wd")]
    [InlineData("devices")]
    [InlineData("top")]
    [InlineData("compress")]
    [InlineData("decompress")]
    [InlineData("hash")]
    [InlineData("encrypt")]
    [InlineData("decrypt")]
    [InlineData("bench")]
    [InlineData("bench queue")]
    [InlineData("bench zip")]
    [InlineData("bench hash")]
    [InlineData("bench cipher")]
    [InlineData("bench aead")]
    [InlineData("bench rsa")]
    [InlineData("bench ec")]
    [InlineData("bench daemon")]
    [InlineData("bench daemon clients")]
    [InlineData("bench daemon idle")]
    [InlineData("bench daemon neighbour")]
    public void Help_is_what_was_agreed_on(string command)
    {
        string[] words = command == "wd" ? [] : command.Split(' ');
        string golden = Path.Combine(SourceTree.Root, "tests", "wd.Tests", "Golden", $"help-{string.Join('-', command.Split(' '))}.txt");

        string help = Wd.Run([.. words, "--help"]).MustSucceed().Text;

        if (Environment.GetEnvironmentVariable("WD_TESTS_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(golden, help);
        }

        Assert.Equal(File.ReadAllText(golden), help);
    }

    [Fact]
    public void The_version_is_a_line_of_its_own()
    {
        string version = Wd.Run("--version").MustSucceed().Text;

        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+\S*\n$", version);
    }

    [Theory]
    [InlineData("fly", "'wd --help'")]
    [InlineData("", "'wd --help'")]
    [InlineData("bench", "'wd bench --help'")]
    [InlineData("compress --level 10", "'wd compress --help'")]
    [InlineData("compress --format zip a", "'wd compress --help'")]
    [InlineData("compress --threads 0", "--threads goes from 1")]
    [InlineData("compress -o c a b", "-o takes one input")]
    [InlineData("compress -o c -c a", "-o cannot be combined")]
    [InlineData("decompress --nonsense", "There is no option")]
    [InlineData("hash", "'wd hash --help'")]
    [InlineData("encrypt a", "--key-file")]
    [InlineData("encrypt -k k --algorithm rot13 a", "'wd encrypt --help'")]
    [InlineData("hash crc32 a", "There is no digest 'crc32'")]
    [InlineData("hash md5 --quiet a", "belong to --check")]
    [InlineData("hash md5 --check --tag a", "do not go with --check")]
    [InlineData("hash md5 --engine nope /proc/version", "knows no engine 'nope'")]
    [InlineData("top --interval 0", "--interval goes from 0.1 to 3600")]
    [InlineData("top --sort colour", "'wd top --help'")]
    [InlineData("top --once --socket /nowhere/at/all", "no daemon listens there")]
    [InlineData("bench zip --size 9M", "--size goes from 1 to 8M")]
    [InlineData("bench zip --seconds 0", "--seconds goes from")]
    [InlineData("bench daemon", "'wd bench daemon --help'")]
    [InlineData("bench daemon clients --counts 1,65", "--counts takes numbers from 1 to 64")]
    [InlineData("bench daemon clients --waits long", "'wd bench daemon clients --help'")]
    [InlineData("bench daemon clients --depth 0", "--depth goes from 1 to 64")]
    [InlineData("bench daemon clients --device sec", "'wd bench daemon clients --help'")]
    [InlineData("bench daemon idle --queues 1024", "--queues goes from 1 to 1023")]
    [InlineData("bench daemon neighbour --size 2M", "--size goes from 1 to 1M")]
    [InlineData("bench daemon neighbour --size 1K,2K", "--size goes from 1 to 1M")]
    [InlineData("bench daemon idle --socket /nowhere/at/all", "No such file")]
    [InlineData("bench zip --depth 65", "--depth goes from 1 to 64")]
    [InlineData("bench zip --beside daemon", "'wd bench zip --help'")]
    [InlineData("bench hash --algorithm sha256,crc", "There is no algorithm 'crc'")]
    [InlineData("bench hash --against isal", "--against takes")]
    [InlineData("bench hash --size 0", "--size goes from 1")]
    [InlineData("bench hash --mode async --batch 4", "--batch belongs to mode batch")]
    [InlineData("bench hash --mode async --threads 2", "--threads does not go with mode async")]
    [InlineData("bench hash --engine isal", "there is no engine 'isal'")]
    [InlineData("bench cipher --algorithm aes-192-xts", "There is no algorithm 'aes-192-xts'")]
    [InlineData("bench cipher --size 17", "whole blocks of 16 bytes")]
    [InlineData("bench aead --against ipsec-mb", "--against takes")]
    [InlineData("bench rsa --algorithm 512", "There is no algorithm '512'")]
    [InlineData("bench ec --algorithm p384-sign", "There is no algorithm 'p384-sign'")]
    public void A_wrong_command_line_is_one_line_that_says_what_to_do(string arguments, string words)
    {
        ProcessResult result = Wd.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("wd: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_devices_names_each_device_and_engine()
    {
        string text = Wd.Run("devices").MustSucceed().Text;

        Assert.Contains("hisi_zip-0", text, StringComparison.Ordinal);
        foreach (string engine in new[] { "zlib-ng", "isal", "libdeflate", "managed", "ipsec-mb", "libcrypto", "avx512", "avx2", "vector128", "portable" })
        {
            Assert.Contains(engine, text, StringComparison.Ordinal);
        }
    }
}
