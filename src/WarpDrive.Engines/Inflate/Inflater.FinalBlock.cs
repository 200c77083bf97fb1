using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Inflate;

/// <content>
/// Walks over the blocks of a stream without decoding them: only how many bits a symbol takes matters, and nothing is written.
/// </content>
public sealed unsafe partial class Inflater
{
    /// <summary>Finds the final block of a complete stream that an engine made. Leaves the decoder at the start of a stream.</summary>
    /// <param name="stream">The stream, from its first byte; what follows it is not looked at.</param>
    /// <param name="header">Where the final block's BFINAL is: the bit, counted from the first of the first byte.</param>
    /// <param name="end">The bit after the final block.</param>
    /// <returns>False when the stream is malformed or has no end. That distances reach too far is not noticed.</returns>
    internal bool TryFindFinalBlock(ReadOnlySpan<byte> stream, out long header, out long end)
    {
        Reset();
        header = end = 0;
        fixed (byte* input = stream)
        {
            _input = input;
            _inputEnd = input + stream.Length;
            InflateStatus? stop = null;
            while (stop is null && _step != InflateStep.Done)
            {
                if (_step == InflateStep.BlockHeader)
                {
                    end = ((long)(_input - input) * 8) - _bitCount;
                    header = _final ? header : end;
                }

                stop = _step switch
                {
                    InflateStep.BlockHeader => ReadBlockHeader(),
                    InflateStep.StoredHeader => ReadStoredHeader(),
                    InflateStep.StoredData => SkipStored(),
                    InflateStep.DynamicCounts => ReadDynamicCounts(),
                    InflateStep.LengthCodeLengths => ReadLengthCodeLengths(),
                    InflateStep.CodeLengths => ReadCodeLengths(),
                    _ => SkipSymbols(),
                };
            }

            bool found = _step == InflateStep.Done;
            _input = _inputEnd = null;
            Reset();
            return found;
        }
    }

    private InflateStatus? SkipStored()
    {
        nint left = (nint)(_inputEnd - _input) + (_bitCount >> 3);
        if (left < _storedRemaining)
        {
            return InflateStatus.NeedsInput;
        }

        // The buffer holds whole bytes here, see CopyStored.
        _input += _storedRemaining - (_bitCount >> 3);
        _bits = 0;
        _bitCount = 0;
        _step = InflateStep.BlockHeader;
        return null;
    }

    private InflateStatus? SkipSymbols()
    {
        if (_inputEnd - _input >= InputMargin)
        {
            InflateStatus? stop = SkipFast();
            if (stop is not null || _step != InflateStep.Symbol)
            {
                return stop;
            }
        }

        return SkipSymbol();
    }

    /// <summary>Goes on to the end of the block, or close to that of the input.</summary>
    private InflateStatus? SkipFast()
    {
        byte* input = _input;
        byte* inputLast = _inputEnd - sizeof(ulong);
        uint* literals = _literals;
        uint* distances = _distances;
        ulong bits = _bits;
        uint count = (uint)_bitCount;   // in the low six bits, as in DecodeFast
        InflateStatus? status = null;
        while (input <= inputLast)
        {
            bits |= Unsafe.ReadUnaligned<ulong>(input) << (int)count;
            input += 7 - ((count >> 3) & 7);
            count |= 56;

            // Without links a round takes at most 11, 11 + 5 and 8 + 13 of at least 56 bits, with them 11, 15 + 5 and 15 + 13 of 56 and
            // more (RFC 1951 section 3.2.5). What does not apply is looked up in vain: a branch would be guessed wrong too often.
            uint entry = literals[(uint)bits & LiteralMask];
            if ((entry & DecodeTable.Exceptional) == 0)
            {
                bits >>= (int)entry;
                count -= entry;
                uint isLiteral = (uint)((int)entry >> 31);
                uint second = literals[(uint)bits & LiteralMask] & isLiteral;
                if ((second & DecodeTable.Exceptional) != 0)
                {
                    continue;
                }

                bits >>= (int)second;
                count -= second;
                entry = isLiteral == 0 ? entry : second;
            }
            else
            {
                if ((entry & DecodeTable.Link) != 0)
                {
                    bits >>= DecodeTable.LiteralRootBits;
                    count -= DecodeTable.LiteralRootBits;
                    entry = literals[(entry >> 16) + ((uint)bits & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
                }

                if ((entry & DecodeTable.Exceptional) != 0)
                {
                    if ((entry & DecodeTable.EndOfBlock) == 0)
                    {
                        status = InflateStatus.BadSymbol;
                        break;
                    }

                    bits >>= (int)entry;
                    count -= entry;
                    _step = InflateStep.BlockHeader;
                    break;
                }

                bits >>= (int)entry;
                count -= entry;
            }

            uint distance = distances[(uint)bits & DistanceMask] & ~(uint)((int)entry >> 31);
            if ((distance & DecodeTable.Exceptional) != 0)
            {
                if ((distance & DecodeTable.Link) != 0)
                {
                    bits >>= DecodeTable.DistanceRootBits;
                    count -= DecodeTable.DistanceRootBits;
                    distance = distances[(distance >> 16) + ((uint)bits & ((1u << (int)((distance >> 8) & 0xF)) - 1))];
                }

                if ((distance & DecodeTable.Exceptional) != 0)
                {
                    status = InflateStatus.BadDistanceSymbol;
                    break;
                }
            }

            bits >>= (int)distance;
            count -= distance;
        }

        _input = input;
        _bitCount = (int)(count & 63);
        _bits = bits & ((1UL << _bitCount) - 1);
        return status;
    }

    /// <summary>One literal or match near the end of the input, as <see cref="DecodeSymbol"/> and <see cref="DecodeDistance"/> read it.</summary>
    private InflateStatus? SkipSymbol()
    {
        if (!TrySkipWord(_literals, DecodeTable.LiteralRootBits, out uint entry))
        {
            return InflateStatus.NeedsInput;
        }

        if ((entry & DecodeTable.Literal) != 0)
        {
            return null;
        }

        if ((entry & DecodeTable.Exceptional) != 0)
        {
            _step = InflateStep.BlockHeader;
            return (entry & DecodeTable.EndOfBlock) != 0 ? null : InflateStatus.BadSymbol;
        }

        if (!TrySkipWord(_distances, DecodeTable.DistanceRootBits, out entry))
        {
            return InflateStatus.NeedsInput;
        }

        return (entry & DecodeTable.Exceptional) != 0 ? InflateStatus.BadDistanceSymbol : null;
    }

    private bool TrySkipWord(uint* table, int rootBits, out uint entry)
    {
        Fill();
        entry = table[(uint)_bits & ((1u << rootBits) - 1)];
        int total = 0;
        if ((entry & DecodeTable.Link) != 0)
        {
            total = rootBits;
            entry = table[(entry >> 16) + ((uint)(_bits >> rootBits) & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
        }

        total += (int)(entry & 0x3F);
        if (total > _bitCount)
        {
            return false;
        }

        _bits >>= total;
        _bitCount -= total;
        return true;
    }
}
