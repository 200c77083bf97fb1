namespace WarpDrive.Uacce;

/// <summary>The memory of a channel: where rings of a client's queues on one device become known to the device's workers (uacced.md §5).</summary>
/// <remarks>Written by both sides with atomic operations; neither trusts what it reads here. Cells of their own 128 bytes as in <see cref="CtlLayout"/>.</remarks>
public static class ChannelLayout
{
    /// <summary>Value of the version word; a reader refuses any other.</summary>
    public const uint CurrentVersion = 1;

    /// <summary>u32, written once by the daemon: <see cref="CurrentVersion"/>.</summary>
    public const int Version = 0;
    /// <summary>u32, written once by the daemon: how many slots there are.</summary>
    public const int SlotCount = 4;
    /// <summary>u32: 0 a worker looks at the summary by itself, 1 an announcement needs a kick. Both sides exchange it.</summary>
    public const int Attention = SlotCount + 124;
    /// <summary>u64: bit <i>g</i> is set when a ready word <i>w</i> with <i>w</i> mod 64 = <i>g</i> may not be zero.</summary>
    public const int Summary = Attention + 128;
    /// <summary>u64 each: bit <i>s</i> mod 64 of word ⌊<i>s</i>/64⌋ says that slot <i>s</i> has news.</summary>
    public const int Ready = 512;

    /// <summary>How many ready words there are.</summary>
    /// <param name="slots">At least 1.</param>
    public static int ReadyWords(int slots) => (slots + 63) / 64;

    /// <summary>Bytes of the memory, before rounding up to pages.</summary>
    /// <param name="slots">At least 1.</param>
    public static int SizeFor(int slots) => Ready + (ReadyWords(slots) * sizeof(ulong));

    /// <summary>Offset of the ready word of a slot.</summary>
    /// <param name="slot">0…slots−1.</param>
    public static int ReadyOffset(int slot) => Ready + (slot / 64 * sizeof(ulong));

    /// <summary>The slot's bit in its ready word.</summary>
    /// <param name="slot">0…slots−1.</param>
    public static ulong ReadyBit(int slot) => 1UL << (slot & 63);

    /// <summary>The bit of the slot's ready word in the summary.</summary>
    /// <param name="slot">0…slots−1.</param>
    public static ulong SummaryBit(int slot) => 1UL << ((slot / 64) & 63);
}
