namespace WarpDrive.Engines.Native;

internal static unsafe partial class LibCrypto
{
    /// <summary>RSA keys: openssl/rsa.h, RSA_set0_key(3), RSA_private_encrypt(3). The set0 calls take the numbers over when they succeed.</summary>
    internal static class Rsa
    {
        internal const int RSA_NO_PADDING = 3;

        internal static readonly delegate* unmanaged[Cdecl]<void*> RSA_new;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> RSA_free;                                 // clears the private numbers
        internal static readonly delegate* unmanaged[Cdecl]<void*, int> RSA_size;                                  // bytes of the modulus
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int> RSA_set0_key;         // n, e, d
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, int> RSA_set0_factors;            // p, q
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int> RSA_set0_crt_params;  // dmp1, dmq1, iqmp
        internal static readonly delegate* unmanaged[Cdecl]<int, byte*, byte*, void*, int, int> RSA_private_encrypt;   // bytes written, or -1

        /// <summary>What the library lacks of this topic; empty when nothing.</summary>
        internal static readonly string Reason;

        static Rsa()
        {
            string reason = LibCrypto.Reason;
            RSA_new = (delegate* unmanaged[Cdecl]<void*>)Need(nameof(RSA_new), ref reason);
            RSA_free = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(RSA_free), ref reason);
            RSA_size = (delegate* unmanaged[Cdecl]<void*, int>)Need(nameof(RSA_size), ref reason);
            RSA_set0_key = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int>)Need(nameof(RSA_set0_key), ref reason);
            RSA_set0_factors = (delegate* unmanaged[Cdecl]<void*, void*, void*, int>)Need(nameof(RSA_set0_factors), ref reason);
            RSA_set0_crt_params = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int>)Need(nameof(RSA_set0_crt_params), ref reason);
            RSA_private_encrypt = (delegate* unmanaged[Cdecl]<int, byte*, byte*, void*, int, int>)Need(nameof(RSA_private_encrypt), ref reason);
            Reason = reason;
        }
    }
}
