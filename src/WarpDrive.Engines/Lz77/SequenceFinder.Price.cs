using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Lz77;

public sealed unsafe partial class SequenceFinder
{
    private const int ChainHashBits = 16;
    private const int ThreeHashBits = 14;
    private const int MaxChain = 48;

    // A match this long is taken without looking further.
    private const int GoodEnough = 256;

    // Costs in bits, as zstd's entropy stage comes out on code and text on average: a literal, and a sequence beside its offset.
    private const int LiteralBits = 6;
    private const int SequenceBits = 9;
    private const int RepeatBits = 2;

    // The last place of 4 (3) bytes with a hash, and for each place the one before with the same hash of 4.
    private readonly int[] _heads = GC.AllocateArray<int>(1 << ChainHashBits, pinned: true);
    private readonly int[] _heads3 = GC.AllocateArray<int>(1 << ThreeHashBits, pinned: true);
    private readonly int[] _chain = GC.AllocateArray<int>(MaxHistory + MaxInput, pinned: true);
    private int _inserted;

    /// <summary>Weighs the best match of each place against those of the next two.</summary>
    private void SearchByPrice()
    {
        int limit = _end - SearchMargin;
        _inserted = 0;
        int position = _start;
        while (position < limit)
        {
            int gain = Best(position, out int offset, out int length);
            if (gain <= 0)
            {
                position += 1 + ((position - _anchor) >> SkipShift);
                continue;
            }

            // A better match one or two bytes later must pay for the literals in between as well.
            for (int ahead = 1; ahead <= 2 && position + ahead < limit && length < GoodEnough;)
            {
                int laterGain = Best(position + ahead, out int laterOffset, out int laterLength);
                if (laterGain > gain + (ahead * LiteralBits / 2))
                {
                    position += ahead;
                    gain = laterGain;
                    offset = laterOffset;
                    length = laterLength;
                    ahead = 1;
                }
                else
                {
                    ahead++;
                }
            }

            Backwards(ref position, offset, ref length);
            if (!Add(position, offset, length))
            {
                return;
            }

            position += length;
        }
    }

    /// <summary>The match at a place that saves the most bits, not more than zero if there is none.</summary>
    private int Best(int position, out int offset, out int length)
    {
        Insert(position);
        byte* bytes = _bytes;
        byte* here = bytes + position;
        uint next = Load32(here);
        int best = 0;
        offset = 0;
        length = 0;

        bool hasLiterals = position > _anchor;
        TryRepeat(hasLiterals ? _first : _second, position, ref best, ref offset, ref length);
        TryRepeat(hasLiterals ? _second : _third, position, ref best, ref offset, ref length);
        TryRepeat(hasLiterals ? _third : _first - 1, position, ref best, ref offset, ref length);

        int origin = _base;
        int candidate = TableOf(_heads3)[ThreeHash(here)] - origin;
        if (candidate >= 0 && position - candidate <= _window && ((Load32(bytes + candidate) ^ next) & 0xFFFFFF) == 0)
        {
            Weigh(candidate, position, ref best, ref offset, ref length);
        }

        int* chain = TableOf(_chain);
        candidate = TableOf(_heads)[FourHash(here)] - origin;
        for (int left = MaxChain; left > 0 && candidate >= 0 && position - candidate <= _window; left--)
        {
            // Only a longer match can be worth more than one that is nearer.
            if (Load32(bytes + candidate) == next
                && (length < 4 || (position + length < _end && bytes[candidate + length] == here[length])))
            {
                Weigh(candidate, position, ref best, ref offset, ref length);
                if (length >= GoodEnough)
                {
                    break;
                }
            }

            int before = chain[candidate] - origin;
            if (before >= candidate)
            {
                break;
            }

            candidate = before;
        }

        TableOf(_heads3)[ThreeHash(here)] = origin + position;
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TryRepeat(uint repeat, int position, ref int best, ref int offset, ref int length)
    {
        if (repeat == 0 || !Reaches(repeat, position) || ((Load32(_bytes + position - repeat) ^ Load32(_bytes + position)) & 0xFFFFFF) != 0)
        {
            return;
        }

        int count = Count(position - (int)repeat, position);
        int gain = (count * LiteralBits) - SequenceBits - RepeatBits;
        if (gain > best)
        {
            best = gain;
            offset = (int)repeat;
            length = count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Weigh(int candidate, int position, ref int best, ref int offset, ref int length)
    {
        int count = Count(candidate, position);
        int gain = (count * LiteralBits) - SequenceBits - BitOperations.Log2((uint)(position - candidate + Lz77Sequence.OffsetBias));
        if (gain > best)
        {
            best = gain;
            offset = position - candidate;
            length = count;
        }
    }

    /// <summary>Enters all places before a position into the chains.</summary>
    private void Insert(int position)
    {
        int* heads = TableOf(_heads);
        int* chain = TableOf(_chain);
        byte* bytes = _bytes;
        int origin = _base;
        for (; _inserted < position; _inserted++)
        {
            ref int head = ref heads[FourHash(bytes + _inserted)];
            chain[_inserted] = head;
            head = origin + _inserted;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FourHash(byte* p) => (Load32(p) * 0x9E3779B1) >> (32 - ChainHashBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ThreeHash(byte* p) => ((Load32(p) << 8) * 0x9E3779B1) >> (32 - ThreeHashBits);
}
