using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Lz77;

/// <summary>
/// Literals and the match that follows them, as zstd's sequence store holds them (hisi-qm-zip.md B13): 8 bytes, little-endian.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct Lz77Sequence
{
    /// <summary>The size of a sequence in bytes.</summary>
    public const int SizeInBytes = 8;

    /// <summary>The bias of an offset that is not repeated: offset = code - 3.</summary>
    public const int OffsetBias = 3;

    /// <summary>The bias of a match length, and the shortest match: length = stored + 3.</summary>
    public const int MatchBias = 3;

    /// <summary>1–3: a repeated offset (RFC 8878 section 3.1.1.5); above: the offset in bytes plus <see cref="OffsetBias"/>.</summary>
    [FieldOffset(0)]
    public uint OffsetCode;

    /// <summary>Literals before the match, modulo 65536; see <see cref="Lz77Result.LongLiteralCount"/>.</summary>
    [FieldOffset(4)]
    public ushort LiteralLength;

    /// <summary>Bytes of the match, less <see cref="MatchBias"/>.</summary>
    [FieldOffset(6)]
    public ushort MatchLength;
}
