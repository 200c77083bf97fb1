using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Native;

internal static unsafe partial class LibCrypto
{
    /// <summary>Bytes kept for MD5_CTX, SHA_CTX, SHA256_CTX and SHA512_CTX: the last is the largest, 216 bytes.</summary>
    /// <remarks>
    /// All four begin with the chaining words, in the machine's order, and count the bytes of a cut block further behind. A zeroed context with chaining
    /// words put in therefore continues any message at a block boundary.
    /// </remarks>
    internal const int DigestContextSize = 256;

    /// <summary>Bytes up to which a call is short enough to be made without telling the collector: about a microsecond.</summary>
    private const nint ShortCall = 1024;

    /// <summary>Whether the compression function of a family can be reached: SM3's cannot, and all are left out of builds without deprecated functions.</summary>
    internal static bool HasDigest(HashFamily family) => UpdateOf(family) != 0;

    /// <summary>Takes whole blocks into the chaining words at the beginning of a context that holds no bytes of a cut block.</summary>
    /// <param name="family">One that <see cref="HasDigest"/> allows.</param>
    /// <param name="context"><see cref="DigestContextSize"/> bytes, zero behind the words.</param>
    /// <param name="data">The blocks.</param>
    /// <param name="length">Their bytes.</param>
    internal static void Compress(HashFamily family, void* context, byte* data, nint length)
    {
        nint update = UpdateOf(family);
        if (length <= ShortCall)
        {
            _ = ((delegate* unmanaged[Cdecl, SuppressGCTransition]<void*, byte*, nint, int>)update)(context, data, length);
        }
        else
        {
            _ = ((delegate* unmanaged[Cdecl]<void*, byte*, nint, int>)update)(context, data, length);
        }
    }

    private static nint UpdateOf(HashFamily family) => family switch
    {
        HashFamily.Md5 => Updates.Md5,
        HashFamily.Sha1 => Updates.Sha1,
        HashFamily.Sha256 => Updates.Sha256,
        HashFamily.Sha512 => Updates.Sha512,
        _ => 0,
    };

    /// <summary>The functions, each tried out once; 0 where one is missing. A class of its own, because the library is loaded before it is asked.</summary>
    private static class Updates
    {
        internal static readonly nint Md5 = FindUpdate("MD5_Update", HashKind.Md5);
        internal static readonly nint Sha1 = FindUpdate("SHA1_Update", HashKind.Sha1);
        internal static readonly nint Sha256 = FindUpdate("SHA256_Update", HashKind.Sha256);
        internal static readonly nint Sha512 = FindUpdate("SHA512_Update", HashKind.Sha512);

        private static nint FindUpdate(string name, HashKind kind)
        {
            nint update = Find(name);
            if (update == 0)
            {
                return 0;
            }

            HashTraits* traits = HashTraits.Table + (int)kind;
            byte* context = stackalloc byte[DigestContextSize];
            byte* expected = stackalloc byte[HashKinds.MaxDigestSize];
            byte* data = stackalloc byte[3 * HashKinds.MaxBlockSize];
            new Span<byte>(context, DigestContextSize).Clear();
            for (int i = 0; i < 3 * HashKinds.MaxBlockSize; i++)
            {
                data[i] = (byte)i;
            }

            new ChainingState(context, traits->WordSize).SetInitial(traits);
            new ChainingState(expected, traits->WordSize).SetInitial(traits);
            foreach (int blocks in (ReadOnlySpan<int>)[2, 1])   // the second call finds what the first left in the context
            {
                _ = ((delegate* unmanaged[Cdecl]<void*, byte*, nint, int>)update)(context, data, blocks * traits->BlockSize);
                ScalarHashes.Compress(traits->Family, expected, data, blocks);
            }

            return new ReadOnlySpan<byte>(context, traits->StateSize).SequenceEqual(new ReadOnlySpan<byte>(expected, traits->StateSize)) ? update : 0;
        }
    }
}
