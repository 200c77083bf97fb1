using System.Numerics;
using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Core;

/// <summary>A set of queue slots that need a worker: one bit a slot, and one summary word that is all an idle look reads.</summary>
/// <remarks>
/// Any thread sets, any worker takes. A setter sets the slot's bit and then the summary bit; a taker clears the summary bit and then looks at
/// the slots behind it, and sets it again when it leaves some there. So a slot bit that is set always has a summary bit that is set, or a
/// setter or taker on the way to set it.
/// </remarks>
internal sealed class ReadyList
{
    private readonly ulong[] _bits;
    private Cells _cells;

    /// <summary>Creates an empty list.</summary>
    /// <param name="capacity">Slots, 1…65536.</param>
    public ReadyList(int capacity) => _bits = new ulong[(capacity + 63) / 64];

    /// <summary>Whether any slot may be set.</summary>
    public bool Any => Volatile.Read(ref _cells.Summary) != 0;

    /// <summary>Adds a slot; a full fence.</summary>
    /// <param name="slot">Slot number.</param>
    public void Set(int slot)
    {
        Interlocked.Or(ref _bits[slot >> 6], 1UL << (slot & 63));
        Interlocked.Or(ref _cells.Summary, SummaryBit(slot >> 6));
    }

    /// <summary>Takes one slot out, the next after the cursor in a circle.</summary>
    /// <param name="cursor">The slot taken before; moved on.</param>
    /// <returns>The slot, or -1 when there is none.</returns>
    public int Take(ref int cursor)
    {
        int firstWord = cursor >> 6;
        for (ulong summary = Volatile.Read(ref _cells.Summary); summary != 0; summary = Volatile.Read(ref _cells.Summary))
        {
            int group = (firstWord + BitOperations.TrailingZeroCount(BitOperations.RotateRight(summary, firstWord & 63))) & 63;
            Interlocked.And(ref _cells.Summary, ~(1UL << group));
            for (int word = group; word < _bits.Length; word += 64)
            {
                int slot = TakeFrom(word, word == firstWord ? (cursor + 1) & 63 : 0);
                if (slot >= 0)
                {
                    cursor = slot;
                    LookBehind(group);
                    return slot;
                }
            }
        }

        return -1;
    }

    private static ulong SummaryBit(int word) => 1UL << (word & 63);

    private int TakeFrom(int word, int firstBit)
    {
        for (ulong bits = Volatile.Read(ref _bits[word]); bits != 0; bits = Volatile.Read(ref _bits[word]))
        {
            int bit = (firstBit + BitOperations.TrailingZeroCount(BitOperations.RotateRight(bits, firstBit))) & 63;
            if ((Interlocked.And(ref _bits[word], ~(1UL << bit)) & (1UL << bit)) != 0)
            {
                return (word << 6) + bit;
            }
        }

        return -1;
    }

    private void LookBehind(int group)
    {
        for (int word = group; word < _bits.Length; word += 64)
        {
            if (Volatile.Read(ref _bits[word]) != 0)
            {
                Interlocked.Or(ref _cells.Summary, 1UL << group);
                return;
            }
        }
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Cells
    {
        [FieldOffset(128)] public ulong Summary;
    }
}
