using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>What is left in the caller's IV, by the table of hisi-sec.md §6.1. The device's output is made up: every byte of the input less one.</summary>
public sealed unsafe class SecIvTests
{
    private const string Before = "A0A1A2A3A4A5A6A7A8A9AAABACFFFFFE";

    /// <summary>Mode, length, what is left when encrypting, and when decrypting; the input is 00 01 02 …</summary>
    public static TheoryData<CipherMode, int, string, string> Cases => new()
    {
        { CipherMode.Ecb, 32, Before, Before },
        { CipherMode.Xts, 40, Before, Before },
        { CipherMode.Cbc, 32, "0F101112131415161718191A1B1C1D1E", "101112131415161718191A1B1C1D1E1F" },
        { CipherMode.CbcCs1, 35, "12131415161718191A1B1C1D1E1F2021", "131415161718191A1B1C1D1E1F202122" },
        { CipherMode.CbcCs2, 32, "0F101112131415161718191A1B1C1D1E", "101112131415161718191A1B1C1D1E1F" },
        { CipherMode.CbcCs3, 17, "000102030405060708090A0B0C0D0E0F", "0102030405060708090A0B0C0D0E0F10" },
        { CipherMode.Cfb, 15, Before, Before },                                        // shorter than an IV
        { CipherMode.Cfb, 16, "FF000102030405060708090A0B0C0D0E", "000102030405060708090A0B0C0D0E0F" },
        { CipherMode.Ofb, 16, "FF010301070103010F01030107010301", "FF010301070103010F01030107010301" },
        { CipherMode.Ofb, 3, Before, Before },
        { CipherMode.Ctr, 15, Before, Before },
        { CipherMode.Ctr, 16, "A0A1A2A3A4A5A6A7A8A9AAABACFFFFFF", "A0A1A2A3A4A5A6A7A8A9AAABACFFFFFF" },
        { CipherMode.Ctr, 47, "A0A1A2A3A4A5A6A7A8A9AAABAD000000", "A0A1A2A3A4A5A6A7A8A9AAABAD000000" },   // rounded down
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_iv_advances_as_the_table_says_apart_in_place_and_scattered(CipherMode mode, int length, string encrypting, string decrypting)
    {
        foreach (bool decrypt in (bool[])[false, true])
        {
            foreach (Layout layout in Enum.GetValues<Layout>())
            {
                byte[] iv = Run(mode, length, decrypt, layout, advance: true, RequestStatus.Ok);
                Assert.True(
                    Convert.ToHexString(iv) == (decrypt ? decrypting : encrypting), $"{mode} {length} decrypt {decrypt} {layout}: {Convert.ToHexString(iv)}");
            }
        }
    }

    [Fact]
    public void The_iv_stays_when_nobody_asks_and_when_the_request_fails()
    {
        Assert.Equal(Before, Convert.ToHexString(Run(CipherMode.Ctr, 64, false, Layout.Apart, advance: false, RequestStatus.Ok)));
        Assert.Equal(Before, Convert.ToHexString(Run(CipherMode.Cbc, 64, true, Layout.InPlace, advance: true, RequestStatus.BadAddress)));
    }

    [Fact]
    public void The_counter_rolls_over_128_bits()
    {
        using var bench = new SecDriverBench(3);
        using CipherQueue queue = bench.Ciphers();
        byte[] iv = [.. Enumerable.Repeat((byte)0xFF, 16)];
        byte[] data = new byte[48];
        fixed (byte* ivAt = iv, at = data)
        {
            SecDriverBench.Run(queue, new CipherRequest
            {
                Algorithm = CipherAlgorithm.Sm4,
                Mode = CipherMode.Ctr,
                Key = (ulong)at,
                KeyLength = 16,
                Iv = (ulong)ivAt,
                Source = (ulong)at,
                Destination = (ulong)at,
                Length = 48,
                AdvanceIv = true,
            });
        }

        Assert.Equal("00000000000000000000000000000002", Convert.ToHexString(iv));
    }

    [Fact]
    public void Des_has_ivs_of_8_bytes()
    {
        using var bench = new SecDriverBench(2);
        using CipherQueue queue = bench.Ciphers();
        byte[] iv = Convert.FromHexString(Before);
        byte[] data = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        fixed (byte* ivAt = iv, at = data)
        {
            SecDriverBench.Run(queue, new CipherRequest
            {
                Algorithm = CipherAlgorithm.TripleDes,
                Mode = CipherMode.Cbc,
                Decrypt = true,
                Key = (ulong)at,
                KeyLength = 24,
                Iv = (ulong)ivAt,
                Source = (ulong)at,
                Destination = (ulong)at,
                Length = 24,
                AdvanceIv = true,
            });
        }

        Assert.Equal("1011121314151617A8A9AAABACFFFFFE", Convert.ToHexString(iv));
    }

    private enum Layout
    {
        Apart,
        InPlace,
        ListToFlat,
        Lists,
        ListsInPlace,
    }

    private static byte[] Run(CipherMode mode, int length, bool decrypt, Layout layout, bool advance, RequestStatus status)
    {
        using var bench = new SecDriverBench(3);
        using CipherQueue queue = bench.Ciphers();
        byte[] iv = Convert.FromHexString(Before);
        byte[] source = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        byte[] target = layout is Layout.InPlace or Layout.ListsInPlace ? source : new byte[256];
        byte[] key = new byte[64];
        fixed (byte* ivAt = iv, from = source, to = target, keyAt = key)
        {
            byte* input = from;
            byte* output = to;
            bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
            {
                for (int i = 0; i < length; i++)
                {
                    output[i] = (byte)(input[i] - 1);
                }

                sqe.ResultWord = 1;
                sqe.ErrorType = status == RequestStatus.Ok ? SecStatus.None : SecStatus.BadAddress;
            };
            bool sourceList = layout is Layout.ListToFlat or Layout.Lists or Layout.ListsInPlace;
            bool destinationList = layout is Layout.Lists or Layout.ListsInPlace;
            Completion done = SecDriverBench.Run(queue, new CipherRequest
            {
                Algorithm = CipherAlgorithm.Aes,
                Mode = mode,
                Decrypt = decrypt,
                Key = (ulong)keyAt,
                KeyLength = 32,
                Iv = (ulong)ivAt,
                Length = length,
                Source = sourceList ? 0 : (ulong)from,
                SourceList = sourceList ? Cut((ulong)from, length, 5) : null,
                Destination = destinationList ? 0 : (ulong)to,
                DestinationList = destinationList ? Cut((ulong)to, length + 3, 7) : null,
                AdvanceIv = advance,
            });
            Assert.Equal(status, done.Status);
        }

        return iv;
    }

    private static ScatterSegment[] Cut(ulong address, int length, int piece) =>
        [.. Enumerable.Range(0, (length + piece - 1) / piece).Select(i => new ScatterSegment(address + (ulong)(i * piece), Math.Min(piece, length - (i * piece))))];
}
