namespace WarpDrive.Engines.Hashing;

/// <summary>The hash functions.</summary>
public enum HashKind : byte
{
    /// <summary>MD5 (RFC 1321): broken for signatures, kept for checksums and old protocols.</summary>
    Md5,

    /// <summary>SHA-1 (FIPS 180-4): broken for signatures, kept for old protocols.</summary>
    Sha1,

    /// <summary>SHA-224 (FIPS 180-4).</summary>
    Sha224,

    /// <summary>SHA-256 (FIPS 180-4).</summary>
    Sha256,

    /// <summary>SHA-384 (FIPS 180-4).</summary>
    Sha384,

    /// <summary>SHA-512 (FIPS 180-4).</summary>
    Sha512,

    /// <summary>SHA-512/224 (FIPS 180-4).</summary>
    Sha512T224,

    /// <summary>SHA-512/256 (FIPS 180-4).</summary>
    Sha512T256,

    /// <summary>SM3 (GB/T 32905-2016).</summary>
    Sm3,
}
