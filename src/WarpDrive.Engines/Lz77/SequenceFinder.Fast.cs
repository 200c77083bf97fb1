using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Lz77;

public sealed unsafe partial class SequenceFinder
{
    // The last places where a match may begin: 8-byte loads stay within the input.
    private const int SearchMargin = 9;

    private const int LongHashBits = 16;
    private const int ShortHashBits = 15;

    // Every 2^8 bytes without a match the steps grow by one: what does not compress is passed quickly.
    private const int SkipShift = 8;

    // The last place of 8 and of 5 equal bytes with the same hash.
    private readonly int[] _longTable = GC.AllocateArray<int>(1 << LongHashBits, pinned: true);
    private readonly int[] _shortTable = GC.AllocateArray<int>(1 << ShortHashBits, pinned: true);

    /// <summary>Takes repeat offsets first, then long matches, then short ones, without looking further ahead than one byte.</summary>
    private void SearchFast()
    {
        int* longs = TableOf(_longTable);
        int* shorts = TableOf(_shortTable);
        byte* bytes = _bytes;
        int origin = _base;
        int limit = _end - SearchMargin;
        for (int i = 0; i < Math.Min(_start, limit); i += 2)
        {
            longs[LongHash(bytes + i)] = origin + i;
            shorts[ShortHash(bytes + i)] = origin + i;
        }

        int position = _start;
        while (position < limit)
        {
            ulong next = Load64(bytes + position);
            ref int longSlot = ref longs[LongHash(bytes + position)];
            ref int shortSlot = ref shorts[ShortHash(bytes + position)];
            int longer = longSlot - origin;
            int shorter = shortSlot - origin;
            longSlot = shortSlot = origin + position;

            uint repeat = _first;
            int found;
            int offset;
            int length;
            if (Reaches(repeat, position + 1) && Load32(bytes + position + 1 - repeat) == (uint)(next >> 8))
            {
                found = position + 1;
                offset = (int)repeat;
                length = Count(found - offset, found);
            }
            else if (longer >= 0 && position - longer <= _window && Load64(bytes + longer) == next)
            {
                found = position;
                offset = position - longer;
                length = Count(longer, found);
                Backwards(ref found, offset, ref length);
            }
            else if (shorter >= 0 && position - shorter <= _window && Load32(bytes + shorter) == (uint)next)
            {
                // A long match one byte later is worth a literal.
                ref int laterSlot = ref longs[LongHash(bytes + position + 1)];
                int later = laterSlot - origin;
                laterSlot = origin + position + 1;
                if (later >= 0 && position + 1 - later <= _window && Load64(bytes + later) == Load64(bytes + position + 1))
                {
                    found = position + 1;
                    offset = found - later;
                }
                else
                {
                    found = position;
                    offset = position - shorter;
                }

                length = Count(found - offset, found);
                Backwards(ref found, offset, ref length);
            }
            else
            {
                position += 1 + ((position - _anchor) >> SkipShift);
                continue;
            }

            if (!Add(found, offset, length))
            {
                return;
            }

            int begun = position;
            position = found + length;
            if (position >= limit)
            {
                return;
            }

            longs[LongHash(bytes + begun + 2)] = origin + begun + 2;
            shorts[ShortHash(bytes + begun + 2)] = origin + begun + 2;
            longs[LongHash(bytes + position - 2)] = origin + position - 2;
            shorts[ShortHash(bytes + position - 1)] = origin + position - 1;

            // Directly behind a match the second repeat offset has the shortest code.
            while (position < limit && Reaches(_second, position) && Load32(bytes + position - _second) == Load32(bytes + position))
            {
                offset = (int)_second;
                length = Count(position - offset, position);
                longs[LongHash(bytes + position)] = origin + position;
                shorts[ShortHash(bytes + position)] = origin + position;
                if (!Add(position, offset, length))
                {
                    return;
                }

                position += length;
            }
        }
    }

    /// <summary>Lets a match begin earlier while the literals before it are equal too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Backwards(ref int position, int offset, ref int length)
    {
        while (position > _anchor && position - offset > 0 && _bytes[position - 1] == _bytes[position - 1 - offset])
        {
            position--;
            length++;
        }
    }

    private void ClearTables()
    {
        _longTable.AsSpan().Clear();
        _shortTable.AsSpan().Clear();
        _heads.AsSpan().Clear();
        _heads3.AsSpan().Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LongHash(byte* p) => (uint)((Load64(p) * 0x9E3779B97F4A7C15) >> (64 - LongHashBits));

    // Five bytes, the lowest of the load.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ShortHash(byte* p) => (uint)(((Load64(p) << 24) * 0x9E3779B97F4A7C15) >> (64 - ShortHashBits));

    private static int* TableOf(int[] pinned) => (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
