using WarpDrive.Engines.PublicKey;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class KeyedHashTests
{
    [Fact]
    public void The_hash_is_SipHash_2_4_of_128_bits()
    {
        // vectors.h of the reference implementation, key 00..0f, message 00..07 and 00..0e: the first word is given as the first byte.
        Assert.Equal(
            "3B62A9BA6258F5610F83E264F31497B4", Reference(0x0706050403020100, []));
        Assert.Equal(
            "5493E99933B0A8117E08EC0F97CFC3D9", Reference(0x0706050403020100, [8, 9, 10, 11, 12, 13, 14]));
    }

    [Fact]
    public void Every_byte_and_the_length_count()
    {
        var seen = new HashSet<UInt128>();
        for (int length = 0; length < 40; length++)
        {
            byte[] block = new byte[length];
            Assert.True(seen.Add(KeyedHash.Compute(KeyClass.Crt, block)));
            for (int i = 0; i < length; i++)
            {
                block[i] = 1;
                Assert.True(seen.Add(KeyedHash.Compute(KeyClass.Crt, block)));
                block[i] = 0;
            }
        }
    }

    private static string Reference(ulong first, byte[] rest)
    {
        UInt128 hash = KeyedHash.Compute(0x0706050403020100, 0x0F0E0D0C0B0A0908, first, rest);
        byte[] bytes = new byte[16];
        BitConverter.TryWriteBytes(bytes, (ulong)hash);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), (ulong)(hash >> 64));
        return Convert.ToHexString(bytes);
    }
}
