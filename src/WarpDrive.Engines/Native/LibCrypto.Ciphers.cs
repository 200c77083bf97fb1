using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Native;

internal static unsafe partial class LibCrypto
{
    /// <summary>The cipher part of libcrypto: EVP_CIPHER(3ssl), and CMAC_CTX for codes. Functions answer 1 for success.</summary>
    internal static class Ciphers
    {
        internal const int SetIvLength = 0x9;    // EVP_CTRL_AEAD_SET_IVLEN
        internal const int GetTag = 0x10;        // EVP_CTRL_AEAD_GET_TAG
        internal const int SetTag = 0x11;        // EVP_CTRL_AEAD_SET_TAG

        internal static readonly delegate* unmanaged[Cdecl]<void*> NewContext;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> FreeContext;
        internal static readonly delegate* unmanaged[Cdecl]<void*, int> ResetContext;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, byte*, byte*, int, int> Initialise;
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, int*, byte*, int, int> Update;
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, int*, int> Finish;
        internal static readonly delegate* unmanaged[Cdecl]<void*, int, int> SetPadding;
        internal static readonly delegate* unmanaged[Cdecl]<void*, int, int, void*, int> Control;
        internal static readonly delegate* unmanaged[Cdecl]<void> ClearErrors;
        internal static readonly delegate* unmanaged[Cdecl]<void*> NewCmac;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> FreeCmac;
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint, void*, void*, int> InitialiseCmac;
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint, int> UpdateCmac;
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint*, int> FinishCmac;

        // By kind, mode and size of the key; 0 where the library lacks the cipher.
        private static readonly nint[] s_ciphers = new nint[Rows * Sizes];

        private const int Modes = 6;             // ECB, CBC, CFB, OFB, CTR, XTS
        private const int Gcm = 6;
        private const int Ccm = 7;
        private const int Columns = 8;
        private const int Rows = 4 * Columns;
        private const int Sizes = 3;

        static Ciphers()
        {
            if (!LibCrypto.IsAvailable)
            {
                Reason = LibCrypto.Reason;
                return;
            }

            string reason = "";
            NewContext = (delegate* unmanaged[Cdecl]<void*>)Export("EVP_CIPHER_CTX_new");
            FreeContext = (delegate* unmanaged[Cdecl]<void*, void>)Export("EVP_CIPHER_CTX_free");
            ResetContext = (delegate* unmanaged[Cdecl]<void*, int>)Export("EVP_CIPHER_CTX_reset");
            Initialise = (delegate* unmanaged[Cdecl]<void*, void*, void*, byte*, byte*, int, int>)Export("EVP_CipherInit_ex");
            Update = (delegate* unmanaged[Cdecl]<void*, byte*, int*, byte*, int, int>)Export("EVP_CipherUpdate");
            Finish = (delegate* unmanaged[Cdecl]<void*, byte*, int*, int>)Export("EVP_CipherFinal_ex");
            SetPadding = (delegate* unmanaged[Cdecl]<void*, int, int>)Export("EVP_CIPHER_CTX_set_padding");
            Control = (delegate* unmanaged[Cdecl]<void*, int, int, void*, int>)Export("EVP_CIPHER_CTX_ctrl");
            ClearErrors = (delegate* unmanaged[Cdecl]<void>)Export("ERR_clear_error");
            NewCmac = (delegate* unmanaged[Cdecl]<void*>)Export("CMAC_CTX_new");
            FreeCmac = (delegate* unmanaged[Cdecl]<void*, void>)Export("CMAC_CTX_free");
            InitialiseCmac = (delegate* unmanaged[Cdecl]<void*, byte*, nuint, void*, void*, int>)Export("CMAC_Init");
            UpdateCmac = (delegate* unmanaged[Cdecl]<void*, byte*, nuint, int>)Export("CMAC_Update");
            FinishCmac = (delegate* unmanaged[Cdecl]<void*, byte*, nuint*, int>)Export("CMAC_Final");

            ReadOnlySpan<string> modes = ["ecb", "cbc", "cfb128", "ofb", "ctr", "xts", "gcm", "ccm"];
            for (int mode = 0; mode < Columns; mode++)
            {
                Add(CipherKind.Aes, mode, 0, $"EVP_aes_128_{modes[mode]}");
                Add(CipherKind.Aes, mode, 1, $"EVP_aes_192_{modes[mode]}");
                Add(CipherKind.Aes, mode, 2, $"EVP_aes_256_{modes[mode]}");
                if (mode < (int)BlockMode.Xts)
                {
                    Add(CipherKind.Sm4, mode, 0, $"EVP_sm4_{modes[mode]}");
                }
            }

            // Single DES left the default provider of OpenSSL 3: the caller repeats its key three times.
            Add(CipherKind.TripleDes, (int)BlockMode.Ecb, 1, "EVP_des_ede3_ecb");
            Add(CipherKind.TripleDes, (int)BlockMode.Cbc, 1, "EVP_des_ede3_cbc");
            Reason = reason;

            nint Export(string name)
            {
                nint address = LibCrypto.Find(name);
                if (address == 0)
                {
                    reason = $"libcrypto does not export {name}";
                }

                return address;
            }

            static void Add(CipherKind kind, int mode, int size, string name)
            {
                nint function = LibCrypto.Find(name);
                if (function != 0)
                {
                    s_ciphers[((int)kind * Columns + mode) * Sizes + size] = (nint)((delegate* unmanaged[Cdecl]<void*>)function)();
                }
            }
        }

        /// <summary>Whether ciphers of the library can be used.</summary>
        internal static bool IsAvailable => Reason.Length == 0;

        /// <summary>Why not; empty when they can.</summary>
        internal static string Reason { get; } = "";

        /// <summary>The EVP_CIPHER, or null when the library lacks it.</summary>
        /// <param name="kind">The block cipher; triple DES stands for DES too.</param>
        /// <param name="mode">One of the first six modes.</param>
        /// <param name="keyLength">Bytes of one key.</param>
        internal static void* Find(CipherKind kind, BlockMode mode, int keyLength) =>
            (int)mode >= Modes ? null : Cell(kind, (int)mode, keyLength);

        /// <summary>The EVP_CIPHER of GCM, or null.</summary>
        internal static void* FindGcm(CipherKind kind, int keyLength) => Cell(kind, Gcm, keyLength);

        /// <summary>The EVP_CIPHER of CCM, or null.</summary>
        internal static void* FindCcm(CipherKind kind, int keyLength) => Cell(kind, Ccm, keyLength);

        private static void* Cell(CipherKind kind, int column, int keyLength) =>
            IsAvailable ? (void*)s_ciphers[((int)kind * Columns + column) * Sizes + (keyLength - 16) / 8] : null;
    }
}
