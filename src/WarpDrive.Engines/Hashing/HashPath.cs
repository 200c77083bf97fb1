namespace WarpDrive.Engines.Hashing;

/// <summary>The ways to compute a hash.</summary>
public enum HashPath : byte
{
    /// <summary>What calibration found to be the fastest here.</summary>
    Auto,

    /// <summary>One message at a time in plain code.</summary>
    Scalar,

    /// <summary>Several messages at once, one per lane of 128-bit vectors.</summary>
    Vector128,

    /// <summary>Several messages at once, one per lane of 256-bit vectors.</summary>
    Vector256,

    /// <summary>Several messages at once, one per lane of 512-bit vectors.</summary>
    Vector512,

    /// <summary>
    /// One message at a time in OpenSSL's libcrypto, which has the machine's hash instructions. SM3: whole messages without key only; others run as
    /// <see cref="Scalar"/>.
    /// </summary>
    LibCrypto,

    /// <summary>Several messages at once in Intel's libipsec-mb. Whole messages without key in one piece, below 64 KiB; others run as <see cref="Scalar"/>.</summary>
    IpsecMb,

    /// <summary>The one-shot methods of the runtime. Whole messages without key in one piece only; others run as <see cref="Scalar"/>.</summary>
    Runtime,
}
