using System.Buffers.Binary;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>A completed descriptor, read by the offsets of hisi-sec.md, and its note.</summary>
internal sealed record SecAnswer(byte[] Bytes, SlotNote Note)
{
    private int Word => BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(0x70));

    internal int Done => Word & 1;

    internal int Icv => (Word >> 1) & 7;

    internal int Flag => (Word >> 7) & 15;

    internal int Error => Bytes[0x72];

    internal int SvaStatus => Bytes[0x79];
}
