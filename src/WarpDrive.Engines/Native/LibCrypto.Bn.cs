namespace WarpDrive.Engines.Native;

internal static unsafe partial class LibCrypto
{
    /// <summary>Big numbers: openssl/bn.h, BN_new(3), BN_mod_mul_montgomery(3). Functions that return int answer 1 for success unless said otherwise.</summary>
    internal static class Bn
    {
        internal const int BN_FLG_CONSTTIME = 0x04;

        internal static readonly delegate* unmanaged[Cdecl]<void*> BN_new;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> BN_clear;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> BN_clear_free;
        internal static readonly delegate* unmanaged[Cdecl]<byte*, int, void*, void*> BN_bin2bn;
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, int, int> BN_bn2binpad;       // bytes written, or -1
        internal static readonly delegate* unmanaged[Cdecl]<byte*, int, void*, void*> BN_lebin2bn;
        internal static readonly delegate* unmanaged[Cdecl]<void*, byte*, int, int> BN_bn2lebinpad;     // bytes written, or -1
        internal static readonly delegate* unmanaged[Cdecl]<void*, int, void> BN_set_flags;
        internal static readonly delegate* unmanaged[Cdecl]<void*, int> BN_num_bits;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, int> BN_cmp;                  // -1, 0, 1
        internal static readonly delegate* unmanaged[Cdecl]<void*, int> BN_is_zero;                     // a truth value
        internal static readonly delegate* unmanaged[Cdecl]<void*, int> BN_is_one;                      // a truth value
        internal static readonly delegate* unmanaged[Cdecl]<void*, int> BN_is_odd;                      // a truth value
        internal static readonly delegate* unmanaged[Cdecl]<void*, ulong, int> BN_set_word;
        internal static readonly delegate* unmanaged[Cdecl]<void*, ulong, int> BN_sub_word;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*> BN_copy;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, int> BN_add;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, int> BN_sub;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int> BN_mul;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int> BN_div;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int> BN_nnmod;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int> BN_gcd;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int> BN_mod_mul;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*> BN_mod_inverse;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, void*, int> BN_mod_exp_mont;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, void*, int> BN_mod_exp_mont_consttime;
        internal static readonly delegate* unmanaged[Cdecl]<void*> BN_CTX_new;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> BN_CTX_free;
        internal static readonly delegate* unmanaged[Cdecl]<void*> BN_MONT_CTX_new;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, int> BN_MONT_CTX_set;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> BN_MONT_CTX_free;

        internal static readonly delegate* unmanaged[Cdecl]<void> ERR_clear_error;                              // err.h: the thread's error queue

        /// <summary>What the library lacks of this topic; empty when nothing.</summary>
        internal static readonly string Reason;

        static Bn()
        {
            string reason = LibCrypto.Reason;
            BN_new = (delegate* unmanaged[Cdecl]<void*>)Need(nameof(BN_new), ref reason);
            BN_clear = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(BN_clear), ref reason);
            BN_clear_free = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(BN_clear_free), ref reason);
            BN_bin2bn = (delegate* unmanaged[Cdecl]<byte*, int, void*, void*>)Need(nameof(BN_bin2bn), ref reason);
            BN_bn2binpad = (delegate* unmanaged[Cdecl]<void*, byte*, int, int>)Need(nameof(BN_bn2binpad), ref reason);
            BN_lebin2bn = (delegate* unmanaged[Cdecl]<byte*, int, void*, void*>)Need(nameof(BN_lebin2bn), ref reason);
            BN_bn2lebinpad = (delegate* unmanaged[Cdecl]<void*, byte*, int, int>)Need(nameof(BN_bn2lebinpad), ref reason);
            BN_set_flags = (delegate* unmanaged[Cdecl]<void*, int, void>)Need(nameof(BN_set_flags), ref reason);
            BN_num_bits = (delegate* unmanaged[Cdecl]<void*, int>)Need(nameof(BN_num_bits), ref reason);
            BN_cmp = (delegate* unmanaged[Cdecl]<void*, void*, int>)Need(nameof(BN_cmp), ref reason);
            BN_is_zero = (delegate* unmanaged[Cdecl]<void*, int>)Need(nameof(BN_is_zero), ref reason);
            BN_is_one = (delegate* unmanaged[Cdecl]<void*, int>)Need(nameof(BN_is_one), ref reason);
            BN_is_odd = (delegate* unmanaged[Cdecl]<void*, int>)Need(nameof(BN_is_odd), ref reason);
            BN_set_word = (delegate* unmanaged[Cdecl]<void*, ulong, int>)Need(nameof(BN_set_word), ref reason);
            BN_sub_word = (delegate* unmanaged[Cdecl]<void*, ulong, int>)Need(nameof(BN_sub_word), ref reason);
            BN_copy = (delegate* unmanaged[Cdecl]<void*, void*, void*>)Need(nameof(BN_copy), ref reason);
            BN_add = (delegate* unmanaged[Cdecl]<void*, void*, void*, int>)Need(nameof(BN_add), ref reason);
            BN_sub = (delegate* unmanaged[Cdecl]<void*, void*, void*, int>)Need(nameof(BN_sub), ref reason);
            BN_mul = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int>)Need(nameof(BN_mul), ref reason);
            BN_div = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int>)Need(nameof(BN_div), ref reason);
            BN_nnmod = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int>)Need(nameof(BN_nnmod), ref reason);
            BN_gcd = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, int>)Need(nameof(BN_gcd), ref reason);
            BN_mod_mul = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int>)Need(nameof(BN_mod_mul), ref reason);
            BN_mod_inverse = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*>)Need(nameof(BN_mod_inverse), ref reason);
            BN_mod_exp_mont = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, void*, int>)Need(nameof(BN_mod_exp_mont), ref reason);
            BN_mod_exp_mont_consttime =
                (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, void*, int>)Need(nameof(BN_mod_exp_mont_consttime), ref reason);
            BN_CTX_new = (delegate* unmanaged[Cdecl]<void*>)Need(nameof(BN_CTX_new), ref reason);
            BN_CTX_free = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(BN_CTX_free), ref reason);
            BN_MONT_CTX_new = (delegate* unmanaged[Cdecl]<void*>)Need(nameof(BN_MONT_CTX_new), ref reason);
            BN_MONT_CTX_set = (delegate* unmanaged[Cdecl]<void*, void*, void*, int>)Need(nameof(BN_MONT_CTX_set), ref reason);
            BN_MONT_CTX_free = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(BN_MONT_CTX_free), ref reason);
            ERR_clear_error = (delegate* unmanaged[Cdecl]<void>)Need(nameof(ERR_clear_error), ref reason);
            Reason = reason;
        }
    }
}
