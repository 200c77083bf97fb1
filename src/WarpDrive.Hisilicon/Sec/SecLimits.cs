namespace WarpDrive.Hisilicon.Sec;

/// <summary>Limits that driver and device share (hisi-sec.md §2, §6, §7).</summary>
internal static class SecLimits
{
    /// <summary>Most bytes of input, and of associated data and payload together: 16 MiB − 512.</summary>
    internal const int MaxData = 0xFF_FE00;
    /// <summary>Most bytes of associated data; the offset fields have 16 bits.</summary>
    internal const int MaxAssociated = 0xFFFF;
    /// <summary>Most bytes of associated data of CCM: its two-byte length prefix ends below FF00.</summary>
    internal const int MaxCcmAssociated = 0xFEFF;
    /// <summary>Bytes of a block of AES and SM4, of their IVs, and of a tag slot.</summary>
    internal const int BlockSize = 16;
    /// <summary>Bytes of a block of DES and 3DES.</summary>
    internal const int DesBlockSize = 8;
    /// <summary>Bytes of the IV of GCM.</summary>
    internal const int GcmIvSize = 12;
    /// <summary>Bytes of an auth-IV slot (§7.3).</summary>
    internal const int AuthIvSlot = 64;
    /// <summary>Most bytes of an HMAC key: one block of SHA-512.</summary>
    internal const int MaxAuthKey = 128;
    /// <summary>Flat data up to here may be fetched ahead by generation 3 (§4).</summary>
    internal const int MaxPrefetch = 0x6000;
}
