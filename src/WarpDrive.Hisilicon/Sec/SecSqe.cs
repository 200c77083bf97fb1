using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>The SEC descriptor, 128 bytes, in its two formats (hisi-sec.md §2–§4). A device tells them apart by <see cref="Type"/>, descriptor by descriptor.</summary>
[StructLayout(LayoutKind.Explicit, Size = ByteSize)]
internal struct SecSqe
{
    /// <summary>Size in bytes.</summary>
    internal const int ByteSize = 128;
    /// <summary>Descriptor type of generation 2.</summary>
    internal const uint TypeBd2 = 2;
    /// <summary>Descriptor type of generation 3 and later.</summary>
    internal const uint TypeBd3 = 3;

    /// <summary>The view of generation 2.</summary>
    [FieldOffset(0)] internal SecBd<SecFormat2> Bd2;
    /// <summary>The view of generation 3.</summary>
    [FieldOffset(0)] internal SecBd<SecFormat3> Bd3;

    [FieldOffset(0)] private readonly byte _first;

    /// <summary>0x70, out, at the same place in both: done 0, icv 3:1, csc 6:4, flag 10:7, dif 13:11.</summary>
    [FieldOffset(0x70)] internal ushort ResultWord;
    /// <summary>0x72, out: error type, 0 none.</summary>
    [FieldOffset(0x72)] internal SecStatus ErrorType;
    /// <summary>0x73, out: warning type.</summary>
    [FieldOffset(0x73)] internal byte WarningType;
    /// <summary>0x79, out, generation 3: SVA fault code.</summary>
    [FieldOffset(0x79)] internal byte SvaStatus;

    /// <summary>Bits 3:0 of byte 0: <see cref="TypeBd2"/>, <see cref="TypeBd3"/>; 1 is the storage format, which is not served.</summary>
    internal readonly uint Type => SecBits.Get(_first, 0, 4);

    /// <summary>The device is through with it.</summary>
    internal readonly bool IsDone => (ResultWord & 1) != 0;

    /// <summary>Verdict on the tag, see <see cref="SecResult"/>.</summary>
    internal readonly uint Icv => SecBits.Get(ResultWord, 1, 3);

    /// <summary>What was done, see <see cref="SecResult"/>.</summary>
    internal readonly uint Flag => SecBits.Get(ResultWord, 7, 4);
}
