namespace WarpDrive.Engines.Native;

internal static unsafe partial class LibCrypto
{
    /// <summary>Why SM3, which only the EVP interface has, cannot be used; empty when it can.</summary>
    internal static string Sm3Reason => Sm3Functions.Reason;

    /// <summary>A context for SM3 messages, one after the other.</summary>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    internal static nint NewSm3()
    {
        nint context = Sm3Functions.New();
        if (context == 0 || Sm3Functions.Init(context, Sm3Functions.Type(), 0) != 1)
        {
            Sm3Functions.Free(context);   // null is allowed
            throw new InsufficientMemoryException("an SM3 context of libcrypto cannot be made");
        }

        return context;
    }

    internal static void FreeSm3(nint context) => Sm3Functions.Free(context);

    /// <summary>Begins a message. Naming no type keeps the one that the context has, which saves looking it up.</summary>
    internal static void BeginSm3(nint context) => _ = Sm3Functions.Init(context, 0, 0);

    internal static void UpdateSm3(nint context, byte* data, nuint length) => _ = Sm3Functions.Update(context, data, length);

    /// <summary>Writes the 32 bytes of the digest.</summary>
    internal static void EndSm3(nint context, byte* digest) => _ = Sm3Functions.Final(context, digest, null);

    /// <summary>A class of its own, because the library is loaded before it is asked.</summary>
    private static class Sm3Functions
    {
        internal static readonly delegate* unmanaged[Cdecl]<nint> New = (delegate* unmanaged[Cdecl]<nint>)Find("EVP_MD_CTX_new");
        internal static readonly delegate* unmanaged[Cdecl]<nint, void> Free = (delegate* unmanaged[Cdecl]<nint, void>)Find("EVP_MD_CTX_free");
        internal static readonly delegate* unmanaged[Cdecl]<nint> Type = (delegate* unmanaged[Cdecl]<nint>)Find("EVP_sm3");

        internal static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, int> Init =
            (delegate* unmanaged[Cdecl]<nint, nint, nint, int>)Find("EVP_DigestInit_ex");

        internal static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, int> Update =
            (delegate* unmanaged[Cdecl]<nint, byte*, nuint, int>)Find("EVP_DigestUpdate");

        internal static readonly delegate* unmanaged[Cdecl]<nint, byte*, uint*, int> Final =
            (delegate* unmanaged[Cdecl]<nint, byte*, uint*, int>)Find("EVP_DigestFinal_ex");

        internal static readonly string Reason = TryOut();

        /// <summary>Hashes nothing: a provider may refuse SM3 although the function is there.</summary>
        private static string TryOut()
        {
            if (New == null || Free == null || Type == null || Init == null || Update == null || Final == null)
            {
                return IsAvailable ? "this libcrypto has no SM3" : LibCrypto.Reason;
            }

            byte* digest = stackalloc byte[32];
            nint context = New();
            bool good = context != 0 && Init(context, Type(), 0) == 1 && Final(context, digest, null) == 1
                && Init(context, 0, 0) == 1 && Final(context, digest, null) == 1
                && *(ulong*)digest == 0x7fa1cf55831db21a;   // the digest of no bytes begins with 1a b2 1d 83 55 cf a1 7f
            Free(context);
            return good ? "" : "this libcrypto refuses SM3";
        }
    }
}
