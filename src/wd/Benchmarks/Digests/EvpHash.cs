using System.Text;
using WarpDrive.Engines.Native;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>libcrypto by EVP_DigestInit_ex(3ssl), one context for all messages.</summary>
internal sealed unsafe class EvpHash : BatchContestant
{
    private static readonly delegate* unmanaged[Cdecl]<void*> s_new = (delegate* unmanaged[Cdecl]<void*>)LibCrypto.Find("EVP_MD_CTX_new");
    private static readonly delegate* unmanaged[Cdecl]<void*, void> s_free = (delegate* unmanaged[Cdecl]<void*, void>)LibCrypto.Find("EVP_MD_CTX_free");
    private static readonly delegate* unmanaged[Cdecl]<byte*, void*> s_byName = (delegate* unmanaged[Cdecl]<byte*, void*>)LibCrypto.Find("EVP_get_digestbyname");
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, byte*, void*> s_fetch =
        (delegate* unmanaged[Cdecl]<void*, byte*, byte*, void*>)LibCrypto.Find("EVP_MD_fetch");
    private static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, int> s_begin =
        (delegate* unmanaged[Cdecl]<void*, void*, void*, int>)LibCrypto.Find("EVP_DigestInit_ex");
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint, int> s_update =
        (delegate* unmanaged[Cdecl]<void*, byte*, nuint, int>)LibCrypto.Find("EVP_DigestUpdate");
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, uint*, int> s_finish =
        (delegate* unmanaged[Cdecl]<void*, byte*, uint*, int>)LibCrypto.Find("EVP_DigestFinal_ex");

    private readonly void* _context;

    internal EvpHash(MessageSet messages, DigestAlgorithm algorithm)
        : base(messages, algorithm.HashSize())
    {
        _context = s_new();
        if (_context == null || s_begin(_context, MethodOf(algorithm), null) != 1)
        {
            throw new InsufficientMemoryException("EVP_DigestInit_ex failed");
        }
    }

    /// <summary>Whether the library is installed and has the digest.</summary>
    internal static bool Has(DigestAlgorithm algorithm) =>
        LibCrypto.IsAvailable && s_new != null && s_free != null && s_begin != null && s_update != null && s_finish != null && s_byName != null
        && MethodOf(algorithm) != null;

    public override int Run(long index)
    {
        byte* message = Messages.AddressOf(index);
        byte* result = ResultAddress;
        for (int i = 0; i < Messages.Batch; i++)
        {
            // Without a method the context keeps the one it has, which spares looking it up.
            if (s_begin(_context, null, null) != 1 || s_update(_context, message, (nuint)Messages.Size) != 1 || s_finish(_context, result, null) != 1)
            {
                return -1;
            }

            message += Messages.Size;
            result += ResultSize;
        }

        return Results.Length;
    }

    protected override void Close() => s_free(_context);

    /// <summary>The EVP_MD: fetched once, and kept, where the library is 3.0 or newer.</summary>
    private static void* MethodOf(DigestAlgorithm algorithm)
    {
        fixed (byte* name = Encoding.ASCII.GetBytes(algorithm.AlgorithmName().ToUpperInvariant() + "\0"))
        {
            return s_fetch != null ? s_fetch(null, name, null) : s_byName(name);
        }
    }
}
