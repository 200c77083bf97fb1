using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Inflate;

public sealed unsafe partial class Inflater
{
    // The fast loop loads 8 bytes twice a round, each time moving on by at most 7.
    private const int InputMargin = 16;

    // A round writes up to three literals; a copy writes up to 31 bytes more than it should.
    private const int OutputMargin = 40;

    private const uint LiteralMask = (1u << DecodeTable.LiteralRootBits) - 1;
    private const uint DistanceMask = (1u << DecodeTable.DistanceRootBits) - 1;

    // Row n, of 16: the bytes of a pattern of n bytes, repeated.
    private static ReadOnlySpan<byte> PatternRows =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
        0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
        0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
        0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
    ];

    // Row n: how far 16 bytes of a pattern may be followed by the same 16 bytes.
    private static ReadOnlySpan<byte> PatternSteps => [16, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15];

    private InflateStatus? DecodeSymbols()
    {
        if (_inputEnd - _input >= InputMargin && _outputEnd - _output >= OutputMargin)
        {
            InflateStatus? stop = DecodeFast();
            if (stop is not null || _step != InflateStep.Symbol)
            {
                return stop;
            }
        }

        return DecodeSymbol();
    }

    /// <summary>One symbol, with any amount of input and output left.</summary>
    private InflateStatus? DecodeSymbol()
    {
        Fill();
        uint entry = _literals[(uint)_bits & LiteralMask];
        ulong bits = _bits;
        int used = 0;
        if ((entry & DecodeTable.Link) != 0)
        {
            used = DecodeTable.LiteralRootBits;
            bits >>= used;
            entry = _literals[(entry >> 16) + ((uint)bits & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
        }

        int total = used + (int)(entry & 0x3F);
        if (total > _bitCount)
        {
            // The look-up may have seen bits that are not there; with them the word or its extra bits would end.
            return InflateStatus.NeedsInput;
        }

        if ((entry & DecodeTable.Literal) != 0)
        {
            if (_output == _outputEnd)
            {
                return InflateStatus.NeedsOutput;
            }

            Take(total);
            *_output++ = (byte)(entry >> 16);
            return null;
        }

        if ((entry & DecodeTable.Exceptional) != 0)
        {
            if ((entry & DecodeTable.EndOfBlock) == 0)
            {
                return InflateStatus.BadSymbol;
            }

            Take(total);
            _step = InflateStep.BlockHeader;
            return null;
        }

        Take(total);
        _matchLength = (int)Value(entry, bits);
        _step = InflateStep.Distance;
        return null;
    }

    private InflateStatus? DecodeDistance()
    {
        Fill();
        uint entry = _distances[(uint)_bits & DistanceMask];
        ulong bits = _bits;
        int used = 0;
        if ((entry & DecodeTable.Link) != 0)
        {
            used = DecodeTable.DistanceRootBits;
            bits >>= used;
            entry = _distances[(entry >> 16) + ((uint)bits & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
        }

        int total = used + (int)(entry & 0x3F);
        if (total > _bitCount)
        {
            return InflateStatus.NeedsInput;
        }

        if ((entry & DecodeTable.Exceptional) != 0)
        {
            return InflateStatus.BadDistanceSymbol;
        }

        Take(total);
        _matchDistance = (int)Value(entry, bits);
        _step = InflateStep.Match;
        return _matchDistance > _output - _outputStart + _historyLength ? InflateStatus.DistanceTooFar : null;
    }

    private InflateStatus? CopyMatch()
    {
        // Checked again, because the history may be another one than when the distance was read.
        if (_matchDistance > _output - _outputStart + _historyLength)
        {
            return InflateStatus.DistanceTooFar;
        }

        int count = (int)Math.Min(_matchLength, _outputEnd - _output);
        CopyBytes(_output, _matchDistance, count);
        _output += count;
        _matchLength -= count;
        if (_matchLength > 0)
        {
            return InflateStatus.NeedsOutput;
        }

        _step = InflateStep.Symbol;
        return null;
    }

    /// <summary>Copies exactly so many bytes from a checked distance, from the history first where it begins there.</summary>
    private void CopyBytes(byte* output, int distance, int count)
    {
        nint before = distance - (nint)(output - _outputStart);
        if (before > 0)
        {
            int fromHistory = (int)Math.Min(before, count);
            Unsafe.CopyBlockUnaligned(output, _historyEnd - before, (uint)fromHistory);
            output += fromHistory;
            count -= fromHistory;
        }

        byte* from = output - distance;
        for (int i = 0; i < count; i++)
        {
            output[i] = from[i];
        }
    }

    /// <summary>Decodes while there is enough of input and output for whole rounds without checks.</summary>
    private InflateStatus? DecodeFast()
    {
        byte* input = _input;
        byte* inputLast = _inputEnd - InputMargin;
        byte* output = _output;
        byte* outputStart = _outputStart;
        byte* outputLast = _outputEnd - OutputMargin;
        uint* literals = _literals;
        uint* distances = _distances;
        ulong bits = _bits;

        // The low six bits count the bits held; above them is what subtracting whole entries leaves.
        uint count = (uint)_bitCount;
        InflateStatus? status = null;

        bits |= Unsafe.ReadUnaligned<ulong>(input) << (int)count;
        input += 7 - ((count >> 3) & 7);
        count |= 56;
        uint entry = literals[(uint)bits & LiteralMask];

        // At least 56 bits are held at the start of a round, and the entry of the next word is loaded.
        while (input <= inputLast && output <= outputLast)
        {
            ulong saved = bits;
            bits >>= (int)entry;
            count -= entry;
            if ((int)entry < 0)
            {
                *output++ = (byte)(entry >> 16);
                entry = literals[(uint)bits & LiteralMask];
                saved = bits;
                bits >>= (int)entry;
                count -= entry;
                if ((int)entry < 0)
                {
                    *output++ = (byte)(entry >> 16);
                    entry = literals[(uint)bits & LiteralMask];
                    saved = bits;
                    bits >>= (int)entry;
                    count -= entry;
                    if ((int)entry < 0)
                    {
                        *output++ = (byte)(entry >> 16);
                        bits |= Unsafe.ReadUnaligned<ulong>(input) << (int)count;
                        input += 7 - ((count >> 3) & 7);
                        count |= 56;
                        entry = literals[(uint)bits & LiteralMask];
                        continue;
                    }
                }
            }

            if ((entry & DecodeTable.Exceptional) != 0)
            {
                if ((entry & DecodeTable.Link) != 0)
                {
                    entry = literals[(entry >> 16) + ((uint)bits & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
                    saved = bits;
                    bits >>= (int)entry;
                    count -= entry;
                    if ((int)entry < 0)
                    {
                        *output++ = (byte)(entry >> 16);
                        bits |= Unsafe.ReadUnaligned<ulong>(input) << (int)count;
                        input += 7 - ((count >> 3) & 7);
                        count |= 56;
                        entry = literals[(uint)bits & LiteralMask];
                        continue;
                    }
                }

                if ((entry & DecodeTable.Exceptional) != 0)
                {
                    if ((entry & DecodeTable.EndOfBlock) != 0)
                    {
                        _step = InflateStep.BlockHeader;
                    }
                    else
                    {
                        status = InflateStatus.BadSymbol;
                    }

                    break;
                }
            }

            uint length = Value(entry, saved);

            // At most 2 * 11 + 20 bits of 56 are gone; a distance takes up to 28.
            bits |= Unsafe.ReadUnaligned<ulong>(input) << (int)count;
            input += 7 - ((count >> 3) & 7);
            count |= 56;
            entry = distances[(uint)bits & DistanceMask];
            if ((entry & DecodeTable.Exceptional) != 0)
            {
                if ((entry & DecodeTable.Link) != 0)
                {
                    bits >>= DecodeTable.DistanceRootBits;
                    count -= DecodeTable.DistanceRootBits;
                    entry = distances[(entry >> 16) + ((uint)bits & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
                }

                if ((entry & DecodeTable.Exceptional) != 0)
                {
                    status = InflateStatus.BadDistanceSymbol;
                    break;
                }
            }

            saved = bits;
            bits >>= (int)entry;
            count -= entry;
            nint distance = (nint)Value(entry, saved);
            byte* from = output - distance;
            byte* end = output + length;
            if (from < outputStart || end > outputLast)
            {
                // Rare: into the history, before it, or near the end of the output. The careful step does all three.
                _matchLength = (int)length;
                _matchDistance = (int)distance;
                _step = InflateStep.Match;
                break;
            }

            // The next word's entry is looked up before the copy, to hide the latency of both.
            bits |= Unsafe.ReadUnaligned<ulong>(input) << (int)count;
            input += 7 - ((count >> 3) & 7);
            count |= 56;
            entry = literals[(uint)bits & LiteralMask];

            if (distance >= 16)
            {
                Vector128.Store(Vector128.Load(from), output);
                Vector128.Store(Vector128.Load(from + 16), output + 16);
                output += 32;
                while (output < end)
                {
                    from += 32;
                    Vector128.Store(Vector128.Load(from), output);
                    Vector128.Store(Vector128.Load(from + 16), output + 16);
                    output += 32;
                }
            }
            else
            {
                Vector128<byte> pattern = Vector128.Shuffle(
                    Vector128.Load(from), Vector128.LoadUnsafe(ref Unsafe.AsRef(in PatternRows[0]), (nuint)distance * 16));
                nint step = Unsafe.Add(ref Unsafe.AsRef(in PatternSteps[0]), distance);
                do
                {
                    Vector128.Store(pattern, output);
                    output += step;
                }
                while (output < end);
            }

            output = end;
        }

        _input = input;
        _output = output;
        _bitCount = (int)(count & 63);
        _bits = bits & ((1UL << _bitCount) - 1);
        return status;
    }

    /// <summary>Base value and extra bits, from the bits that begin with the word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Value(uint entry, ulong bits) =>
        (entry >> 16) + (uint)((bits & ((1UL << (int)(entry & 0x3F)) - 1)) >> (int)((entry >> 8) & 0xF));
}
