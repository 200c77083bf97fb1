using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Inflate;

public sealed unsafe partial class Inflater
{
    private const int MaxCodeLengths = 286 + 30;
    private const int LengthCodeBits = 7;

    // The order in which the lengths of the code length code are sent (RFC 1951 section 3.2.7).
    private static ReadOnlySpan<byte> LengthCodeOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    // HLIT + 257, HDIST + 1, HCLEN + 4 and how many of the lengths are read.
    private int _literalCount;
    private int _distanceCount;
    private int _lengthCodeCount;
    private int _lengthIndex;
    private LengthCodeLengthBuffer _lengthCodeLengths;
    private LengthCodeTable _lengthCodeTable;
    private CodeLengthBuffer _codeLengths;

    private InflateStatus? ReadBlockHeader()
    {
        if (_final)
        {
            _step = InflateStep.Done;
            return null;
        }

        Fill();
        if (_bitCount < 3)
        {
            return InflateStatus.NeedsInput;
        }

        _final = Take(1) != 0;
        switch (Take(2))
        {
            case 0:
                Take(_bitCount & 7);
                _step = InflateStep.StoredHeader;
                return null;
            case 1:
                UseFixedTables();
                _step = InflateStep.Symbol;
                return null;
            case 2:
                _step = InflateStep.DynamicCounts;
                return null;
            default:
                return InflateStatus.BadBlockType;
        }
    }

    private InflateStatus? ReadStoredHeader()
    {
        Fill();
        if (_bitCount < 32)
        {
            return InflateStatus.NeedsInput;
        }

        uint length = Take(16);
        uint complement = Take(16);
        if (length != (complement ^ 0xFFFF))
        {
            return InflateStatus.BadStoredLength;
        }

        _storedRemaining = (int)length;
        _step = InflateStep.StoredData;
        return null;
    }

    private InflateStatus? CopyStored()
    {
        while (_storedRemaining > 0)
        {
            if (_bitCount == 0 && _input == _inputEnd)
            {
                return InflateStatus.NeedsInput;
            }

            if (_output == _outputEnd)
            {
                return InflateStatus.NeedsOutput;
            }

            if (_bitCount > 0)
            {
                // Whole bytes: the buffer was aligned before LEN, and a loaded state is checked for it.
                *_output++ = (byte)Take(8);
                _storedRemaining--;
                continue;
            }

            nint count = Math.Min(_storedRemaining, Math.Min((nint)(_inputEnd - _input), (nint)(_outputEnd - _output)));
            Buffer.MemoryCopy(_input, _output, count, count);
            _input += count;
            _output += count;
            _storedRemaining -= (int)count;
        }

        _step = InflateStep.BlockHeader;
        return null;
    }

    private InflateStatus? ReadDynamicCounts()
    {
        Fill();
        if (_bitCount < 14)
        {
            return InflateStatus.NeedsInput;
        }

        _literalCount = (int)Take(5) + 257;
        _distanceCount = (int)Take(5) + 1;
        _lengthCodeCount = (int)Take(4) + 4;
        if (_literalCount > 286 || _distanceCount > 30)
        {
            return InflateStatus.TooManyCodes;
        }

        ((Span<byte>)_lengthCodeLengths).Clear();
        _lengthIndex = 0;
        _step = InflateStep.LengthCodeLengths;
        return null;
    }

    private InflateStatus? ReadLengthCodeLengths()
    {
        while (_lengthIndex < _lengthCodeCount)
        {
            Fill();
            if (_bitCount < 3)
            {
                return InflateStatus.NeedsInput;
            }

            for (; _bitCount >= 3 && _lengthIndex < _lengthCodeCount; _lengthIndex++)
            {
                _lengthCodeLengths[LengthCodeOrder[_lengthIndex]] = (byte)Take(3);
            }
        }

        if (!BuildLengthCode())
        {
            return InflateStatus.BadCodeLengths;
        }

        _lengthIndex = 0;
        _step = InflateStep.CodeLengths;
        return null;
    }

    private InflateStatus? ReadCodeLengths()
    {
        Span<byte> lengths = _codeLengths;
        Span<byte> table = _lengthCodeTable;
        int total = _literalCount + _distanceCount;
        int index = _lengthIndex;
        while (index < total)
        {
            if (_bitCount < 14)
            {
                Fill();
            }

            int entry = table[(int)_bits & 0x7F];
            int bits = entry & 7;
            int symbol = entry >> 3;
            int extra = symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
            if (_bitCount < bits + extra)
            {
                _lengthIndex = index;
                return InflateStatus.NeedsInput;
            }

            Take(bits);
            if (symbol < 16)
            {
                lengths[index++] = (byte)symbol;
                continue;
            }

            // 16 repeats the length before; 17 and 18 are runs of zeros.
            int run = (int)Take(extra) + (symbol == 18 ? 11 : 3);
            if (run > total - index || (symbol == 16 && index == 0))
            {
                return InflateStatus.BadCodeLengths;
            }

            lengths.Slice(index, run).Fill(symbol == 16 ? lengths[index - 1] : (byte)0);
            index += run;
        }

        _lengthIndex = index;
        if (lengths[256] == 0)
        {
            return InflateStatus.MissingEndOfBlock;
        }

        if (!UseDynamicTables())
        {
            return InflateStatus.BadCodeLengths;
        }

        _step = InflateStep.Symbol;
        return null;
    }

    private bool BuildLengthCode()
    {
        fixed (byte* table = (Span<byte>)_lengthCodeTable)
        {
            return DecodeTable.BuildLengthCode(_lengthCodeLengths, table);
        }
    }

    private void UseFixedTables()
    {
        _fixed = true;
        _literals = AddressOf(s_fixedLiterals);
        _distances = AddressOf(s_fixedDistances);
    }

    private bool UseDynamicTables()
    {
        _fixed = false;
        _literals = AddressOf(_literalTable);
        _distances = AddressOf(_distanceTable);
        ReadOnlySpan<byte> lengths = _codeLengths;
        return DecodeTable.BuildLiterals(lengths[.._literalCount], _literals)
            && DecodeTable.BuildDistances(lengths.Slice(_literalCount, _distanceCount), _distances);
    }

    [InlineArray(19)]
    private struct LengthCodeLengthBuffer
    {
        private byte _first;
    }

    [InlineArray(1 << LengthCodeBits)]
    private struct LengthCodeTable
    {
        private byte _first;
    }

    [InlineArray(MaxCodeLengths)]
    private struct CodeLengthBuffer
    {
        private byte _first;
    }
}
