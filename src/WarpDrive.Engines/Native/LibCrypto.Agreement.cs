namespace WarpDrive.Engines.Native;

internal static unsafe partial class LibCrypto
{
    /// <summary>X25519 and X448: openssl/evp.h, EVP_PKEY_new_raw_private_key(3), EVP_PKEY_derive(3). Functions that return int answer 1 for success.</summary>
    internal static class Agreement
    {
        internal const int NID_X25519 = 1034;   // obj_mac.h
        internal const int NID_X448 = 1035;

        internal static readonly delegate* unmanaged[Cdecl]<int, void*, byte*, nuint, void*> EVP_PKEY_new_raw_private_key;
        internal static readonly delegate* unmanaged[Cdecl]<int, void*, byte*, nuint, void*> EVP_PKEY_new_raw_public_key;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> EVP_PKEY_free;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*> EVP_PKEY_CTX_new;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> EVP_PKEY_CTX_free;
        internal static readonly delegate* unmanaged[Cdecl]<void*, int> EVP_PKEY_derive_init;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, int> EVP_PKEY_derive_set_peer;
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint*, int> EVP_PKEY_derive;

        /// <summary>Replaces the public key of an existing object; 1.1 has it as EVP_PKEY_set1_tls_encodedpoint.</summary>
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint, int> EVP_PKEY_set1_encoded_public_key;

        /// <summary>What the library lacks of this topic; empty when nothing. The managed ladder then serves.</summary>
        internal static readonly string Reason;

        static Agreement()
        {
            string reason = LibCrypto.Reason;
            EVP_PKEY_new_raw_private_key =
                (delegate* unmanaged[Cdecl]<int, void*, byte*, nuint, void*>)Need(nameof(EVP_PKEY_new_raw_private_key), ref reason);
            EVP_PKEY_new_raw_public_key =
                (delegate* unmanaged[Cdecl]<int, void*, byte*, nuint, void*>)Need(nameof(EVP_PKEY_new_raw_public_key), ref reason);
            EVP_PKEY_free = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(EVP_PKEY_free), ref reason);
            EVP_PKEY_CTX_new = (delegate* unmanaged[Cdecl]<void*, void*, void*>)Need(nameof(EVP_PKEY_CTX_new), ref reason);
            EVP_PKEY_CTX_free = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(EVP_PKEY_CTX_free), ref reason);
            EVP_PKEY_derive_init = (delegate* unmanaged[Cdecl]<void*, int>)Need(nameof(EVP_PKEY_derive_init), ref reason);
            EVP_PKEY_derive_set_peer = (delegate* unmanaged[Cdecl]<void*, void*, int>)Need(nameof(EVP_PKEY_derive_set_peer), ref reason);
            EVP_PKEY_derive = (delegate* unmanaged[Cdecl]<void*, byte*, nuint*, int>)Need(nameof(EVP_PKEY_derive), ref reason);
            nint replace = Find("EVP_PKEY_set1_tls_encodedpoint");
            EVP_PKEY_set1_encoded_public_key = (delegate* unmanaged[Cdecl]<void*, byte*, nuint, int>)(
                replace != 0 ? replace : Need(nameof(EVP_PKEY_set1_encoded_public_key), ref reason));
            Reason = reason;
        }
    }
}
