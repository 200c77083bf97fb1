namespace WarpDrive.Engines.Native;

internal static unsafe partial class LibCrypto
{
    /// <summary>Curves and points: openssl/ec.h, EC_GROUP_new(3), EC_POINT_new(3), EC_POINT_add(3).</summary>
    internal static class Ec
    {
        internal static readonly delegate* unmanaged[Cdecl]<int, void*> EC_GROUP_new_by_curve_name;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> EC_GROUP_free;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int> EC_GROUP_get_curve;     // p, a, b
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*> EC_GROUP_get0_order;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*> EC_GROUP_get0_generator;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*> EC_POINT_new;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void> EC_POINT_clear_free;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int> EC_POINT_set_affine_coordinates;
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int> EC_POINT_get_affine_coordinates;

        /// <summary>r = n * G + m * q; n or q with m may be null.</summary>
        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, void*, int> EC_POINT_mul;

        internal static readonly delegate* unmanaged[Cdecl]<void*, void*, int> EC_POINT_is_at_infinity;

        /// <summary>What the library lacks of this topic; empty when nothing.</summary>
        internal static readonly string Reason;

        static Ec()
        {
            string reason = LibCrypto.Reason;
            EC_GROUP_new_by_curve_name = (delegate* unmanaged[Cdecl]<int, void*>)Need(nameof(EC_GROUP_new_by_curve_name), ref reason);
            EC_GROUP_free = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(EC_GROUP_free), ref reason);
            EC_GROUP_get_curve = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int>)Need(nameof(EC_GROUP_get_curve), ref reason);
            EC_GROUP_get0_order = (delegate* unmanaged[Cdecl]<void*, void*>)Need(nameof(EC_GROUP_get0_order), ref reason);
            EC_GROUP_get0_generator = (delegate* unmanaged[Cdecl]<void*, void*>)Need(nameof(EC_GROUP_get0_generator), ref reason);
            EC_POINT_new = (delegate* unmanaged[Cdecl]<void*, void*>)Need(nameof(EC_POINT_new), ref reason);
            EC_POINT_clear_free = (delegate* unmanaged[Cdecl]<void*, void>)Need(nameof(EC_POINT_clear_free), ref reason);
            EC_POINT_set_affine_coordinates =
                (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int>)Need(nameof(EC_POINT_set_affine_coordinates), ref reason);
            EC_POINT_get_affine_coordinates =
                (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, int>)Need(nameof(EC_POINT_get_affine_coordinates), ref reason);
            EC_POINT_mul = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void*, void*, int>)Need(nameof(EC_POINT_mul), ref reason);
            EC_POINT_is_at_infinity = (delegate* unmanaged[Cdecl]<void*, void*, int>)Need(nameof(EC_POINT_is_at_infinity), ref reason);
            Reason = reason;
        }
    }
}
