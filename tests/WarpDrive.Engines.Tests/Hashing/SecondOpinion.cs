using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

/// <summary>The runtime's hashes, and OpenSSL's for those that the runtime lacks.</summary>
internal static unsafe partial class SecondOpinion
{
    internal static byte[] Hash(HashKind kind, byte[]? key, byte[] data) => key is null ? Hash(kind, data) : Hmac(kind, key, data);

    internal static byte[] Hash(HashKind kind, byte[] data) => kind switch
    {
        HashKind.Md5 => MD5.HashData(data),
        HashKind.Sha1 => SHA1.HashData(data),
        HashKind.Sha256 => SHA256.HashData(data),
        HashKind.Sha384 => SHA384.HashData(data),
        HashKind.Sha512 => SHA512.HashData(data),
        _ => OpenSsl(kind, data),
    };

    /// <summary>RFC 2104 section 2, word for word.</summary>
    private static byte[] Hmac(HashKind kind, byte[] key, byte[] data)
    {
        byte[] inner = new byte[HashKinds.BlockSize(kind)];
        key.CopyTo(inner, 0);
        byte[] outer = [.. inner.Select(value => (byte)(value ^ 0x5c))];
        inner = [.. inner.Select(value => (byte)(value ^ 0x36))];
        return Hash(kind, [.. outer, .. Hash(kind, [.. inner, .. data])]);
    }

    private static byte[] OpenSsl(HashKind kind, byte[] data)
    {
        nint type = EVP_get_digestbyname(kind switch
        {
            HashKind.Sha224 => "SHA224",
            HashKind.Sha512T224 => "SHA512-224",
            HashKind.Sha512T256 => "SHA512-256",
            HashKind.Sm3 => "SM3",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        });
        Assert.NotEqual(0, type);
        byte[] digest = new byte[HashKinds.MaxDigestSize];
        fixed (byte* source = data)
        fixed (byte* destination = digest)
        {
            uint length;
            Assert.Equal(1, EVP_Digest(source, (nuint)data.Length, destination, &length, type, 0));
            return digest[..(int)length];
        }
    }

    // The runtime needs libcrypto for its own classes on Linux.
    [LibraryImport("libcrypto.so.3", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint EVP_get_digestbyname(string name);

    [LibraryImport("libcrypto.so.3")]
    private static partial int EVP_Digest(byte* data, nuint count, byte* md, uint* size, nint type, nint engine);
}
