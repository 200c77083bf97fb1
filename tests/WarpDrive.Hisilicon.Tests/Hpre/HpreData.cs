using System.Numerics;
using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>Keys and numbers for tests; the numbers of hisi-hpre.md §12.</summary>
internal static class HpreData
{
    /// <summary>0x01…0x20.</summary>
    internal static readonly byte[] D = [.. Enumerable.Range(0x01, 32).Select(i => (byte)i)];

    /// <summary>0x21…0x40.</summary>
    internal static readonly byte[] K = [.. Enumerable.Range(0x21, 32).Select(i => (byte)i)];

    /// <summary>0x41…0x60.</summary>
    internal static readonly byte[] E = [.. Enumerable.Range(0x41, 32).Select(i => (byte)i)];

    internal static readonly byte[] Sm2X = Hex("46d1086f6e5c938447f05280db707c279a7b459c38f19e4d9a30ad2dadf9f28a");
    internal static readonly byte[] Sm2Y = Hex("f45fc1dc5b377736b57e97e7e0563ccca24c97f440e1d137e5941d84d2eb43c9");
    internal static readonly byte[] Sm2R = Hex("d7c24e6f3904d395c2e98fcdc8cfdf8d646d6b744cc72f5d3c44075968fef3cf");
    internal static readonly byte[] Sm2S = Hex("f0a21f85ae2e3059db0910205e1c6374da48b07da94b5e178512648c4b803678");
    internal static readonly byte[] Sm2C1 = Hex(
        "96800b2af3be8c4d799f44817b81903d131b181ff770d804e2e9abfd0ba0946feecc97e211ae182290cbf0880855b63d38185d007db5f9b1a0a408615003f4e4");
    internal static readonly byte[] Sm2C2 = Hex("7d5ee4");
    internal static readonly byte[] Sm2C3 = Hex("803105045b90ff0d6f91e57067a2311785ee04590cf5dca339dbb2004231d388");
    internal static readonly byte[] EcdsaR = Hex("1f140146bfb1b251f84f4ddbe0d4cdcfd77afd984a9520e35794021f8312bb9e");
    internal static readonly byte[] EcdsaS = Hex("e353a316f91a8e6da730d1791f884839fedd2d405ecb018cec12506cb8312aad");

    /// <summary>Group 14 of RFC 3526, 2048 bits.</summary>
    internal static readonly byte[] Group14 = Hex(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
        + "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
        + "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
        + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF");

    private static readonly Dictionary<int, RSAParameters> s_rsa = [];

    internal static byte[] Hex(string text) => Convert.FromHexString(text);

    /// <summary>An RSA key of the runtime; one for each size.</summary>
    internal static RSAParameters Rsa(int bits)
    {
        lock (s_rsa)
        {
            if (!s_rsa.TryGetValue(bits, out RSAParameters parameters))
            {
                using var rsa = RSA.Create(bits);
                parameters = rsa.ExportParameters(includePrivateParameters: true);
                s_rsa.Add(bits, parameters);
            }

            return parameters;
        }
    }

    internal static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    internal static byte[] Bytes(BigInteger number, int width)
    {
        byte[] bytes = new byte[width];
        Assert.True(BigEndianNumber.TryPlace(number.ToByteArray(isUnsigned: true, isBigEndian: true), bytes));
        return bytes;
    }

    /// <summary>A number below a modulus, as wide as it.</summary>
    internal static byte[] Below(byte[] modulus, int seed)
    {
        byte[] bytes = new byte[modulus.Length + 8];
        new Random(seed).NextBytes(bytes);
        return Bytes(Number(bytes) % Number(modulus), modulus.Length);
    }

    internal static byte[] Reversed(string hex)
    {
        byte[] bytes = Hex(hex);
        Array.Reverse(bytes);
        return bytes;
    }
}
