using System.Runtime.InteropServices;
using WarpDrive.Engines.Lz77;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>The ZIP descriptor, 128 bytes, types 0 and 3 (hisi-qm-zip.md B2). Fields that no compression request uses keep whatever they hold.</summary>
[StructLayout(LayoutKind.Explicit, Size = ByteSize)]
internal struct ZipSqe
{
    /// <summary>Size in bytes.</summary>
    internal const int ByteSize = 128;
    /// <summary>Descriptor type of HW v2.</summary>
    internal const uint TypeV2 = 0;
    /// <summary>Descriptor type of HW v3.</summary>
    internal const uint TypeV3 = 3;

    // dw7 (B3): 23–0 offset, 25 flush, 26 mode, 27 new stream, 31–28 type.
    private const uint OffsetMask = 0x00FF_FFFF;
    private const uint FinishBit = 1u << 25;
    private const uint StatefulBit = 1u << 26;
    private const uint NewStreamBit = 1u << 27;
    private const int TypeShift = 28;

    // dw9 (B3): 7–0 operation, 11–8 buffer type, 15–12 window code.
    private const int BufferTypeShift = 8;
    private const int WindowShift = 12;

    // dw3 (B3): 7–0 status, 8 last block seen.
    private const uint LastBlockBit = 1u << 8;

    /// <summary>dw0, out: input bytes used.</summary>
    [FieldOffset(0)] internal uint Consumed;
    /// <summary>dw1, out: output bytes; LZ77: sequences.</summary>
    [FieldOffset(4)] internal uint Produced;
    /// <summary>dw2, out: LZ77: literal bytes.</summary>
    [FieldOffset(8)] internal uint LiteralCount;
    /// <summary>dw3, out: status word.</summary>
    [FieldOffset(12)] internal uint StatusWord;
    /// <summary>dw4: input bytes.</summary>
    [FieldOffset(16)] internal uint InputLength;
    /// <summary>dw7: offset, flags and type.</summary>
    [FieldOffset(28)] internal uint Control;
    /// <summary>dw8: offset into the destination list, bits 23–0.</summary>
    [FieldOffset(32)] internal uint OutputOffsetWord;
    /// <summary>dw9: operation, buffer type, window.</summary>
    [FieldOffset(36)] internal uint OperationWord;
    /// <summary>dw13: tag on type 0; LZ77 on type 3: literal buffer size.</summary>
    [FieldOffset(52)] internal uint Dw13;
    /// <summary>dw14: output space; LZ77: of the sequence buffer.</summary>
    [FieldOffset(56)] internal uint OutputSpace;
    /// <summary>dw15, in and out: first word of the stream's state.</summary>
    [FieldOffset(60)] internal uint CtxDw0;
    /// <summary>dw18–19: source, or its list.</summary>
    [FieldOffset(72)] internal ulong Source;
    /// <summary>dw20–21: destination, or its list.</summary>
    [FieldOffset(80)] internal ulong Destination;
    /// <summary>dw22–23: stream context.</summary>
    [FieldOffset(88)] internal ulong StreamContext;
    /// <summary>dw24–25: LZ77: literal buffer.</summary>
    [FieldOffset(96)] internal ulong Literals;
    /// <summary>dw26–27: tag on type 3.</summary>
    [FieldOffset(104)] internal ulong TagV3;
    /// <summary>dw28, in and out: second word of the stream's state.</summary>
    [FieldOffset(112)] internal uint CtxDw1;
    /// <summary>dw29, in and out: third word of the stream's state.</summary>
    [FieldOffset(116)] internal uint CtxDw2;
    /// <summary>dw30, in and out: uncompressed length so far.</summary>
    [FieldOffset(120)] internal uint UncompressedLength;
    /// <summary>dw31, in and out: checksum register (B10); LZ77 out: overflow position and count.</summary>
    [FieldOffset(124)] internal uint Checksum;

    /// <summary>Bytes to skip at the start of the source.</summary>
    internal readonly int InputOffset => (int)(Control & OffsetMask);

    /// <summary>Bytes to skip at the start of the destination.</summary>
    internal readonly int OutputOffset => (int)(OutputOffsetWord & OffsetMask);

    /// <summary>Finish the stream with this input; otherwise end on a byte boundary.</summary>
    internal readonly bool IsFinish => (Control & FinishBit) != 0;

    /// <summary>State is carried in the stream context.</summary>
    internal readonly bool IsStateful => (Control & StatefulBit) != 0;

    /// <summary>First request of a stream.</summary>
    internal readonly bool IsNewStream => (Control & NewStreamBit) != 0;

    /// <summary>Descriptor type.</summary>
    internal readonly uint Type => Control >> TypeShift;

    /// <summary>What to do.</summary>
    internal readonly ZipOperation Operation => (ZipOperation)(OperationWord & 0xFF);

    /// <summary>0 flat, 1 scatter lists.</summary>
    internal readonly uint BufferType => (OperationWord >> BufferTypeShift) & 0xF;

    /// <summary>Window code 0…4, for encoders.</summary>
    internal readonly uint WindowCode => (OperationWord >> WindowShift) & 0xF;

    /// <summary>The device's verdict.</summary>
    internal readonly ZipStatus Status => (ZipStatus)(StatusWord & 0xFF);

    /// <summary>The final block and the trailer were read.</summary>
    internal readonly bool LastBlock => (StatusWord & LastBlockBit) != 0;

    /// <summary>Bytes that the device produced: LZ77 tells sequences and literals.</summary>
    internal readonly long ProducedBytes => Operation is ZipOperation.Lz77Zstd or ZipOperation.Lz77ZstdPrice
        ? ((long)Produced * Lz77Sequence.SizeInBytes) + (Produced == 0 && Consumed == 0 ? 0 : LiteralCount)   // a failed request leaves the count of literals as it was
        : Produced;

    /// <summary>Where in the ring layout the tag lives, by type.</summary>
    internal uint Tag
    {
        readonly get => Type == TypeV2 ? Dw13 : (uint)TagV3;
        set
        {
            if (Type == TypeV2)
            {
                Dw13 = value;
            }
            else
            {
                TagV3 = value;
            }
        }
    }

    /// <summary>dw7 from its parts.</summary>
    internal static uint PackControl(uint type, bool newStream, bool stateful, bool finish, int inputOffset) =>
        (type << TypeShift) | (newStream ? NewStreamBit : 0) | (stateful ? StatefulBit : 0) | (finish ? FinishBit : 0)
        | ((uint)inputOffset & OffsetMask);

    /// <summary>dw9 from its parts.</summary>
    internal static uint PackOperation(ZipOperation operation, bool lists, int windowCode) =>
        (uint)operation | ((lists ? 1u : 0) << BufferTypeShift) | ((uint)windowCode << WindowShift);

    /// <summary>dw3 from its parts.</summary>
    internal static uint PackStatus(ZipStatus status, bool lastBlock) => (uint)status | (lastBlock ? LastBlockBit : 0);
}
