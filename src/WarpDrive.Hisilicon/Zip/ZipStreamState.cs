namespace WarpDrive.Hisilicon.Zip;

/// <summary>The words of stream state that travel in the descriptor, ctx_dw0…2 (hisi-qm-zip.md B7.2).</summary>
internal static class ZipStreamState
{
    /// <summary>State 1: output is pending although all input is used; ask again.</summary>
    internal const uint OutputPending = 1;
    /// <summary>State 2: stopped inside a block for want of space.</summary>
    internal const uint InBlock = 2;
    /// <summary>State 3: the next block was not begun.</summary>
    internal const uint BetweenBlocks = 3;

    private const uint StateMask = 0xF;
    private const uint FinalBit = 1 << 7;
    private const int CachedShift = 10;
    private const uint CachedMask = 0x3F;
    private const uint PendingMask = 0x7FFFF;
    private const uint FillMask = 0xFFFF;

    /// <summary>ctx_dw0 from its parts.</summary>
    internal static uint Pack(uint state, bool final, int cachedBits) =>
        state | (final ? FinalBit : 0) | ((uint)cachedBits << CachedShift);

    /// <summary>ctx_dw0 bits 3–0.</summary>
    internal static uint State(uint word0) => word0 & StateMask;

    /// <summary>ctx_dw0 bit 7: BFINAL of the current block.</summary>
    internal static bool IsFinal(uint word0) => (word0 & FinalBit) != 0;

    /// <summary>ctx_dw0 bits 15–10.</summary>
    internal static int CachedBits(uint word0) => (int)((word0 >> CachedShift) & CachedMask);

    /// <summary>ctx_dw1 bits 18–0.</summary>
    internal static uint Pending(uint word1) => word1 & PendingMask;

    /// <summary>ctx_dw2 bits 15–0: bytes in the window.</summary>
    internal static int Fill(uint word2) => (int)(word2 & FillMask);
}
