using System.Text.Json;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Encryption;

/// <summary><c>wd encrypt</c> and <c>wd decrypt</c>: the format of docs/spec/encrypted-file.md, and that nothing of it can be changed unnoticed.</summary>
public sealed class EncryptCommandTests
{
    private const int Header = 64, Chunk = 64 << 10, Tag = 16;

    // §5 of the page; the file was made from the page by a program of other authorship.
    private const string Known =
        "5744454e430d0a1a0100020c00000000808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f55c16c34503ab6b9f61072c361018191"
        + "5f919b7e24c53fd95ab9e47ac241c08bc2f609d9f1";

    public static TheoryData<int> Sizes => [0, 1, Chunk - 1, Chunk, Chunk + 1, (16 * Chunk) - 1, 16 * Chunk, (16 * Chunk) + 1, (32 * Chunk) + 77];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_is_encrypted_is_decrypted(int size)
    {
        using var directory = new TemporaryDirectory();
        string key = WriteKey(directory);
        byte[] data = Random(size);
        string file = directory.Write("data", data);
        foreach (string algorithm in (string[])["aes-256-gcm", "aes-128-gcm", "sm4-gcm"])
        {
            Wd.Run("encrypt", "-f", "-k", key, "--algorithm", algorithm, file).MustSucceed();
            long chunks = Math.Max(1, (size + Chunk - 1) / Chunk);
            Assert.Equal(Header + size + (chunks * Tag), new FileInfo(file + ".wdenc").Length);
            Wd.Run("decrypt", "-t", "-k", key, file + ".wdenc").MustSucceed();
            Assert.Equal(data, Wd.Run("decrypt", "-c", "-k", key, file + ".wdenc").MustSucceed().Output);
        }
    }

    [Fact]
    public void The_known_file_of_the_page_is_read()
    {
        using var directory = new TemporaryDirectory();
        string key = directory.Write("key", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        string file = directory.Write("known.wdenc", Convert.FromHexString(Known));

        Wd.Run("decrypt", "-k", key, file).MustSucceed();

        Assert.Equal("hello"u8.ToArray(), File.ReadAllBytes(directory.File("known")));
    }

    [Fact]
    public void A_pipe_is_encrypted_and_decrypted()
    {
        using var directory = new TemporaryDirectory();
        string key = WriteKey(directory);
        byte[] data = Random(200_000);

        byte[] packed = Wd.RunWithInput(data, "encrypt", "-k", key).MustSucceed().Output;

        Assert.Equal(data, Wd.RunWithInput(packed, "decrypt", "-k", key).MustSucceed().Output);
        Assert.NotEqual(packed, Wd.RunWithInput(data, "encrypt", "-k", key).MustSucceed().Output);   // a salt of its own
    }

    [Fact]
    public void Every_cut_and_every_change_is_refused_and_leaves_no_output()
    {
        using var directory = new TemporaryDirectory();
        string key = WriteKey(directory);
        byte[] packed = Wd.RunWithInput(Random((2 * Chunk) + 100), "encrypt", "-k", key).MustSucceed().Output;
        const int Whole = Chunk + Tag;
        (string What, byte[] File)[] damaged =
        [
            ("nothing", []),
            ("half a header", packed[..30]),
            ("header alone", packed[..Header]),
            ("cut at the end of the first chunk", packed[..(Header + Whole)]),
            ("cut at the end of the second chunk", packed[..(Header + (2 * Whole))]),
            ("cut within a chunk", packed[..(Header + Whole + 5)]),
            ("cut within the last tag", packed[..^1]),
            ("more behind it", [.. packed, 0]),
            ("a mark changed", Changed(packed, 0)),
            ("a version changed", Changed(packed, 8)),
            ("a size changed", Changed(packed, 11)),
            ("a salt changed", Changed(packed, 20)),
            ("the check changed", Changed(packed, 50)),
            ("data changed", Changed(packed, Header + 3)),
            ("a tag changed", Changed(packed, Header + Whole - 1)),
            ("chunks exchanged", [.. packed[..Header], .. packed[(Header + Whole)..(Header + (2 * Whole))], .. packed[Header..(Header + Whole)], .. packed[(Header + (2 * Whole))..]]),
            ("a chunk repeated", [.. packed[..(Header + Whole)], .. packed[Header..]]),
            ("a chunk dropped", [.. packed[..Header], .. packed[(Header + Whole)..]]),
        ];
        foreach ((string what, byte[] content) in damaged)
        {
            string file = directory.Write("damaged.wdenc", content);
            ProcessResult result = Wd.Run("decrypt", "-k", key, file);
            Assert.True(result.ExitCode == 1, $"{what}: exit code {result.ExitCode}");
            Assert.Contains("damaged.wdenc: ", result.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(directory.File("damaged")), what);
        }
    }

    [Fact]
    public void Chunks_of_another_file_with_the_same_key_do_not_fit()
    {
        using var directory = new TemporaryDirectory();
        string key = WriteKey(directory);
        byte[] one = Wd.RunWithInput(new byte[10], "encrypt", "-k", key).MustSucceed().Output;
        byte[] other = Wd.RunWithInput(new byte[10], "encrypt", "-k", key).MustSucceed().Output;

        Assert.Equal(1, Wd.RunWithInput([.. one[..Header], .. other[Header..]], "decrypt", "-k", key).ExitCode);
    }

    [Fact]
    public void A_wrong_key_is_told_before_anything_is_written()
    {
        using var directory = new TemporaryDirectory();
        string key = WriteKey(directory), other = directory.Write("other", Random(33)[1..]);
        byte[] packed = Wd.RunWithInput([1, 2, 3], "encrypt", "-k", key).MustSucceed().Output;

        ProcessResult result = Wd.RunWithInput(packed, "decrypt", "-k", other);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("the key is not the one", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_may_be_written_in_hexadecimal_digits()
    {
        using var directory = new TemporaryDirectory();
        byte[] bytes = Random(32);
        string raw = directory.Write("raw", bytes), text = directory.Write("text", [.. System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)), (byte)'\n']);

        byte[] packed = Wd.RunWithInput([7], "encrypt", "-k", raw).MustSucceed().Output;

        Assert.Equal([7], Wd.RunWithInput(packed, "decrypt", "-k", text).MustSucceed().Output);
        foreach (int length in (int[])[0, 16, 31, 33, 64])
        {
            ProcessResult refused = Wd.RunWithInput([7], "encrypt", "-k", directory.Write("bad", new byte[length]));
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("holds no key", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_that_others_can_read_is_warned_of()
    {
        using var directory = new TemporaryDirectory();
        string key = WriteKey(directory);
        Assert.DoesNotContain("chmod", Wd.RunWithInput([1], "encrypt", "-k", key).Error, StringComparison.Ordinal);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Wd.RunWithInput([1], "encrypt", "-k", key).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_outputs_and_summaries_are_as_with_compression()
    {
        using var directory = new TemporaryDirectory();
        string key = WriteKey(directory);
        string file = directory.Write("a", [1, 2, 3]);

        using JsonDocument json = JsonDocument.Parse(Wd.Run("encrypt", "--json", "-k", key, file).MustSucceed().Output);
        Assert.Equal("a.wdenc", Path.GetFileName(json.RootElement.GetProperty("output").GetString()));
        Assert.Equal(3, json.RootElement.GetProperty("in").GetInt64());
        Assert.Equal(new FileInfo(file + ".wdenc").Length, json.RootElement.GetProperty("out").GetInt64());
        Assert.StartsWith("hisi_sec2", json.RootElement.GetProperty("device").GetString(), StringComparison.Ordinal);

        Assert.Contains("-f to overwrite", Wd.Run("encrypt", "-k", key, file).Error, StringComparison.Ordinal);
        Assert.Equal(2, Wd.Run("encrypt", "-k", key, file + ".wdenc").ExitCode);
        Assert.Contains("unknown suffix", Wd.Run("decrypt", "-k", key, file).Error, StringComparison.Ordinal);
        Wd.Run("decrypt", "-k", key, "-o", directory.File("b"), file + ".wdenc").MustSucceed();
        Assert.Equal([1, 2, 3], File.ReadAllBytes(directory.File("b")));
    }

    private static byte[] Changed(byte[] packed, int at)
    {
        byte[] changed = (byte[])packed.Clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] Random(int size)
    {
        byte[] data = new byte[size];
        new Random(size + 1).NextBytes(data);
        return data;
    }

    private static string WriteKey(TemporaryDirectory directory)
    {
        string key = directory.Write("key", Random(32));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return key;
    }
}
