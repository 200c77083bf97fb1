namespace WarpDrive.Hisilicon.Sec;

/// <summary>Engine paths as numbers in notes. Of a composed operation (CBC and HMAC) bits 3:0 hold the cipher's, bits 7:4 the digest's.</summary>
internal enum SecEngine : ushort
{
    /// <summary>Not told.</summary>
    Hardware = 0,
    /// <summary>Portable code, one message at a time.</summary>
    Portable = 1,
    /// <summary>128-bit vectors.</summary>
    Vector128 = 2,
    /// <summary>256-bit vectors.</summary>
    Vector256 = 3,
    /// <summary>512-bit vectors.</summary>
    Vector512 = 4,
    /// <summary>libcrypto.</summary>
    LibCrypto = 5,
    /// <summary>libipsec-mb.</summary>
    IpsecMb = 6,
    /// <summary>The .NET runtime's classes.</summary>
    Runtime = 7,
    /// <summary>The user driver computed it, and the device was only told.</summary>
    Driver = 8,
}
