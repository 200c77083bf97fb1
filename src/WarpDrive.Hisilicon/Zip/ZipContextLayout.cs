namespace WarpDrive.Hisilicon.Zip;

/// <summary>The 64 KiB stream context buffer (hisi-qm-zip.md B7.1). Offsets of the driver count from the buffer, those of the device from the context.</summary>
internal static class ZipContextLayout
{
    /// <summary>Bytes of the buffer.</summary>
    internal const int BufferSize = 0x10000;
    /// <summary>The device's context begins here in the buffer; the descriptor names this address.</summary>
    internal const int ContextOffset = 0x40;

    // The driver's cells, from the buffer.
    /// <summary>u32 × 3: the context words between requests.</summary>
    internal const int SavedWords = 0x00;
    /// <summary>u32 × 3: repeat offsets after the last block.</summary>
    internal const int LastRepeats = 0x0C;
    /// <summary>u32 × 3: repeat offsets after the last block that was accepted.</summary>
    internal const int AcceptedRepeats = 0x18;
    /// <summary>u32 of <see cref="ZipStreamFlags"/>: what the driver knows of the stream (here: a use of reserved bytes).</summary>
    internal const int StreamFlags = 0x24;
    /// <summary>Data of the small-output record (B8).</summary>
    internal const int SmallData = 0x9800;
    /// <summary>Bytes of that data: the smallest output that hardware accepts, enlarged (B8).</summary>
    internal const int SmallDataSize = 236;
    /// <summary>u32: bytes of the record not yet handed out.</summary>
    internal const int SmallPending = SmallData + 236;
    /// <summary>u32: where the next of them is.</summary>
    internal const int SmallReadOffset = SmallData + 240;
    /// <summary>u32: 1 when the stream ends behind them.</summary>
    internal const int SmallEnd = SmallData + 244;
    /// <summary>Source and destination of a request that only carries a local result through the ring.</summary>
    internal const int Carrier = 0x9940;
    /// <summary>State of a header that arrives in pieces.</summary>
    internal const int HeaderState = 0x9A00;
    /// <summary>Room for <see cref="HeaderState"/>.</summary>
    internal const int HeaderStateSize = 0x200;

    // The device's cells, from the context.
    /// <summary>u64: changes with every request of the stream; key of live engines.</summary>
    internal const int Sequence = 0x000;
    /// <summary>u32: where a decompressed stream stands, see <see cref="ZipStreamPhase"/>; bits 15–8: bytes of <see cref="Trailer"/> held.</summary>
    internal const int Phase = 0x008;
    /// <summary>8 bytes: the part of a trailer that came already.</summary>
    internal const int Trailer = 0x010;
    /// <summary>u32 × 3: repeat offsets of LZ77 for zstd.</summary>
    internal const int Repeats = 0x310;
    /// <summary>u32: literal length carried between requests; zeroed by the driver.</summary>
    internal const int LiteralCarry = 0x31C;
    /// <summary>State of the decoder.</summary>
    internal const int Decoder = 0x320;
    /// <summary>Room for <see cref="Decoder"/>.</summary>
    internal const int DecoderSize = Window - Decoder;
    /// <summary>History window, then, at the next multiple of 16, 8 bytes of cached bits.</summary>
    internal const int Window = 0xC00;
    /// <summary>Bytes of the window.</summary>
    internal const int WindowSize = 32 * 1024;
    /// <summary>What the device touches: everything up to the cached bits behind a full window.</summary>
    internal const int DeviceSize = Window + WindowSize + 16;

    /// <summary>Where the cached bits are, by the fill of the window.</summary>
    internal static int CachedBits(int fill) => Window + ((fill + 15) & ~15);
}
