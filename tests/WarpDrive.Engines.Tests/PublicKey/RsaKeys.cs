using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Tests.PublicKey;

/// <summary>One RSA key for each size. Drawing a long one takes seconds, so the primes of these are given; they guard nothing.</summary>
internal static class RsaKeys
{
    private const string P3072 =
        "d21308bada3038a373c381554ad50149fa54a36f9c403521d76ae982e1ad81a4aabe1e893b253a9fdce0a7df0987cac4c1e1730b6afa0ca0299201f6"
        + "5c3edad88096d79efd3e95d56dadae07ed961e21ad9a47c97865c71137adae13140ff8dbd867a0ccfed7ff2f010c4a1952ea688f0f8895a3d027362d"
        + "576fc3dbcad1fadaa63cf50600cada5babbabee95b8f99a46db532a655139b9859f2010f7360e265e5bd5738ebb9077a8b83f28838bb3856dcb0f0af"
        + "b18c11b4b71b858785beef89";

    private const string Q3072 =
        "b5c60f88638addd0ed59901f4debc17a3f0c4c819d16a3d4dec97fb7f8c35db8f9f0de39a43fee8d27865449ba1f6df1f6e06121d726d89c8427ccb5"
        + "3aa22013c9b05ef2a4e011117747b8f69c1ffa908e264fcee636d629523b8dd06e5b4ab4297fd00d2dd8af5562d39dc64c0389f58a408adde1d3c2e9"
        + "48908fdd90521be458e368157f8fd0c62e3c31be52429d0069b2f4b83bad15846d962f94ea4c1d4d33c634ccc8545f4d2a595e05c3dddd6f1b6f39d3"
        + "c9921c0fea764cda14d190ed";

    private const string P4096 =
        "ec7cc52b9e2ad5ec72d12d06a95ede167b4c9b843498e2ef9c270282ecc2ce2e0e5b5394c47cc01799384717441c6ba02861544b32aa92f44dff3169"
        + "1d02f793c0dcd132c5cb3d025e5835628b214c032a283cd89e70eb3445745d9d315965cc6c633b850e2f13cab0fa3773a781c3d75f7d9ebecbabb58e"
        + "0831a6f0d0fda58648a299fdb6a1bc21bdcf8dadd93ac8eee2d61814a6873d7ba5e14edb61b25a481d02be917595dac9f3835fb805ad8e757c076d05"
        + "f01ec1e101bce667d7dce6dab364f65591ecbc9728bec82c10cc9915a17e470179d45f81199cd1bb0039539ba5ba9f3acbff3f9e91124fd07e6b399d"
        + "1c244e37962dccb8383b7d156d66608b";

    private const string Q4096 =
        "bc6ff6fcc949d43c0329b8d316f8d6f969473a352975327cd45a6232108579c7907ea60d2e4eddb9f6904ad8f8a278e854be47453bf8e331d97557b8"
        + "78ecf2ff4e83bf6b57bd0da0e045107016a8beb1c4477092a1c19c048c0e84dfb8a919eacc098714ca9f5cae6ba51250d64b6e73186d47f13e030774"
        + "6b79e833d1e23c8575e4bf566fe3ef148797e17d496918b54cfebbc7f8800fb3b45b12c16c2c9601c13fd316dfc3bf32564c7381a71dbf4d671fa5a2"
        + "e039668e17b4214ca3e0dbfc3ea658d32c77cc09a43ad4177055bd86b5cea6491fa16e6b110e8a3621f4273c3dbaea04bde77ada8d5d9f7fabdd26e4"
        + "c5ce2912cfab744f8ec0df612328bbdd";

    private static readonly ConcurrentDictionary<int, Lazy<RSA>> s_keys = new();

    internal static RSA Of(int bits) => s_keys.GetOrAdd(bits, size => new Lazy<RSA>(() => Make(size))).Value;

    private static RSA Make(int bits) => bits switch
    {
        3072 => From(P3072, Q3072),
        4096 => From(P4096, Q4096),
        _ => RSA.Create(bits),
    };

    private static RSA From(string first, string second)
    {
        BigInteger p = TestCurve.Number(first);
        BigInteger q = TestCurve.Number(second);
        BigInteger d = TestCurve.Inverse(65537, (p - 1) * (q - 1));
        int half = first.Length / 2;
        return RSA.Create(new RSAParameters
        {
            Modulus = Wide(p * q, 2 * half),
            Exponent = [1, 0, 1],
            P = Wide(p, half),
            Q = Wide(q, half),
            D = Wide(d, 2 * half),
            DP = Wide(d % (p - 1), half),
            DQ = Wide(d % (q - 1), half),
            InverseQ = Wide(TestCurve.Inverse(q, p), half),
        });
    }

    private static byte[] Wide(BigInteger number, int width) => Bytes.Wide(number.ToByteArray(isUnsigned: true, isBigEndian: true), width);
}
