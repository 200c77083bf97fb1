using System.Security.Cryptography;
using WarpDrive.Engines.Hashing;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>a_alg codes of hisi-sec.md §5 with their sizes, and second opinions.</summary>
internal static class Algorithms
{
    internal const int Md5 = 2;
    internal const int Sha1 = 0;
    internal const int Sha256 = 1;
    internal const int Sm3 = 0x25;

    /// <summary>Code, digest bytes, block bytes, state bytes; HMAC is the code + 0x10, of SM3 + 1.</summary>
    internal static readonly (int Code, int Digest, int Block, int State)[] Digests =
    [
        (0x00, 20, 64, 20), (0x01, 32, 64, 32), (0x02, 16, 64, 16), (0x03, 28, 64, 32), (0x04, 48, 128, 64), (0x05, 64, 128, 64),
        (0x06, 28, 128, 64), (0x07, 32, 128, 64), (0x25, 32, 64, 32),
    ];

    internal static int Hmac(int code) => code == Sm3 ? 0x26 : code + 0x10;

    /// <summary>The digest by the runtime, or by the engine alone where the runtime has none.</summary>
    internal static byte[] Digest(int code, ReadOnlySpan<byte> data, byte[]? key = null) => (code, key) switch
    {
        (0x00, null) => SHA1.HashData(data),
        (0x01, null) => SHA256.HashData(data),
        (0x02, null) => MD5.HashData(data),
        (0x04, null) => SHA384.HashData(data),
        (0x05, null) => SHA512.HashData(data),
        (0x00, not null) => HMACSHA1.HashData(key, data),
        (0x01, not null) => HMACSHA256.HashData(key, data),
        (0x02, not null) => HMACMD5.HashData(key, data),
        (0x04, not null) => HMACSHA384.HashData(key, data),
        (0x05, not null) => HMACSHA512.HashData(key, data),
        _ => Engine(code, data, key),
    };

    private static unsafe byte[] Engine(int code, ReadOnlySpan<byte> data, byte[]? key)
    {
        using var engine = new HashEngine(HashPath.Scalar);
        HashKind kind = code switch { 3 => HashKind.Sha224, 6 => HashKind.Sha512T224, 7 => HashKind.Sha512T256, _ => HashKind.Sm3 };
        byte[] output = new byte[HashKinds.DigestSize(kind)];
        fixed (byte* source = data, secret = key, result = output)
        {
            var segment = new HashSegment { Data = source, Length = data.Length };
            var job = new HashJob { Kind = kind, IsHmac = key is not null, Key = secret, KeyLength = key?.Length ?? 0, SegmentCount = 1, Output = result };
            engine.Run(new Span<HashJob>(ref job), new ReadOnlySpan<HashSegment>(in segment));
        }

        return output;
    }
}
