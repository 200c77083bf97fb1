namespace WarpDrive.Hisilicon.Qm;

/// <summary>Limits of hardware scatter lists (hisi-qm-zip.md A11).</summary>
public static class QmSgl
{
    /// <summary>Most entries of a list.</summary>
    public const int MaxEntries = 255;
    /// <summary>Most lists of a pool, and of a request.</summary>
    public const int MaxLists = 256;
    /// <summary>Most bytes of an entry: 8 MiB.</summary>
    public const int MaxEntryLength = 8 << 20;
    /// <summary>Bytes of a full list, rounded up to its alignment.</summary>
    public const int ListSize = (QmSglHeader.SizeInBytes + (MaxEntries * QmSglEntry.SizeInBytes) + 63) & ~63;
}
