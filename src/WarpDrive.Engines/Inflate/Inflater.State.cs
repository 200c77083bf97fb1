using System.Buffers.Binary;

namespace WarpDrive.Engines.Inflate;

public sealed partial class Inflater
{
    /// <summary>The size of a saved state in bytes.</summary>
    public const int StateSize = 384;

    // "INF" and the version of the layout. All numbers are little-endian; what a step does not use is zero.
    private const uint StateMark = 0x01_46_4E_49;

    private const int StepOffset = 4;                   // u8, InflateStep
    private const int FlagsOffset = 5;                  // u8: bit 0 BFINAL, bit 1 fixed codes
    private const int ErrorOffset = 6;                  // u8, InflateStatus, with Failed only
    private const int BitCountOffset = 7;               // u8, 0-39
    private const int BitsOffset = 8;                   // u64
    private const int StoredOffset = 16;                // u16
    private const int MatchLengthOffset = 18;           // u16
    private const int MatchDistanceOffset = 20;         // u16
    private const int LiteralCountOffset = 22;          // u16, 257-286
    private const int DistanceCountOffset = 24;         // u8, 1-30
    private const int LengthCodeCountOffset = 25;       // u8, 4-19
    private const int LengthIndexOffset = 26;           // u16
    private const int LengthCodeOffset = 28;            // 19 bytes
    private const int CodeLengthsOffset = 48;           // 316 bytes

    private const int MaxCachedBits = 39;

    /// <summary>Writes all that is needed to continue the stream elsewhere, except the last 32 KiB of output.</summary>
    /// <param name="state">At least <see cref="StateSize"/> bytes; exactly so many are written.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void Save(Span<byte> state)
    {
        if (state.Length < StateSize)
        {
            throw new ArgumentException($"A saved state takes {StateSize} bytes.", nameof(state));
        }

        state = state[..StateSize];
        state.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(state, StateMark);
        state[StepOffset] = (byte)_step;
        state[FlagsOffset] = (byte)((_final ? 1 : 0) | (_fixed && UsesTables(_step) ? 2 : 0));
        state[ErrorOffset] = (byte)_error;
        state[BitCountOffset] = (byte)_bitCount;
        BinaryPrimitives.WriteUInt64LittleEndian(state[BitsOffset..], _bits);
        if (_step == InflateStep.StoredData)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(state[StoredOffset..], (ushort)_storedRemaining);
        }

        if (_step is InflateStep.Distance or InflateStep.Match)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(state[MatchLengthOffset..], (ushort)_matchLength);
        }

        if (_step == InflateStep.Match)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(state[MatchDistanceOffset..], (ushort)_matchDistance);
        }

        bool readingLengths = _step is InflateStep.LengthCodeLengths or InflateStep.CodeLengths;
        if (readingLengths || (UsesTables(_step) && !_fixed))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(state[LiteralCountOffset..], (ushort)_literalCount);
            state[DistanceCountOffset] = (byte)_distanceCount;
            state[LengthCodeCountOffset] = (byte)_lengthCodeCount;
            BinaryPrimitives.WriteUInt16LittleEndian(state[LengthIndexOffset..], (ushort)_lengthIndex);
            ((ReadOnlySpan<byte>)_lengthCodeLengths).CopyTo(state[LengthCodeOffset..]);
            int known = _step == InflateStep.LengthCodeLengths ? 0 : _lengthIndex;
            ((ReadOnlySpan<byte>)_codeLengths)[..known].CopyTo(state[CodeLengthsOffset..]);
        }
    }

    /// <summary>Continues from a saved state, which is not trusted.</summary>
    /// <param name="state">What <see cref="Save"/> wrote; bytes beyond <see cref="StateSize"/> are ignored.</param>
    /// <returns>
    /// False when no stream can have left this state; then every call of <see cref="Inflate"/> until the next reset or load
    /// returns <see cref="InflateStatus.BadState"/>.
    /// </returns>
    public bool Load(ReadOnlySpan<byte> state)
    {
        Reset();
        if (state.Length >= StateSize)
        {
            // Copied before it is checked: it may lie in memory that its owner changes meanwhile.
            Span<byte> copy = stackalloc byte[StateSize];
            state[..StateSize].CopyTo(copy);
            if (TryLoad(copy))
            {
                return true;
            }
        }

        Reset();
        _step = InflateStep.Failed;
        _error = InflateStatus.BadState;
        return false;
    }

    private static bool UsesTables(InflateStep step) => step is InflateStep.Symbol or InflateStep.Distance or InflateStep.Match;

    private bool TryLoad(ReadOnlySpan<byte> state)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(state) != StateMark
            || state[StepOffset] > (byte)InflateStep.Failed
            || state[FlagsOffset] > 3)
        {
            return false;
        }

        _step = (InflateStep)state[StepOffset];
        _final = (state[FlagsOffset] & 1) != 0;
        _error = (InflateStatus)state[ErrorOffset];
        _bitCount = state[BitCountOffset];
        _bits = BinaryPrimitives.ReadUInt64LittleEndian(state[BitsOffset..]);
        if (_bitCount > MaxCachedBits || _bits >> _bitCount != 0)
        {
            return false;
        }

        switch (_step)
        {
            case InflateStep.StoredHeader:
                return _bitCount % 8 == 0;
            case InflateStep.StoredData:
                _storedRemaining = BinaryPrimitives.ReadUInt16LittleEndian(state[StoredOffset..]);
                return _bitCount % 8 == 0;
            case InflateStep.LengthCodeLengths:
                return TryLoadCounts(state) && _lengthIndex <= _lengthCodeCount;
            case InflateStep.CodeLengths:
                return TryLoadCounts(state) && TryLoadLengths(state) && BuildLengthCode();
            case InflateStep.Symbol:
                return TryLoadTables(state);
            case InflateStep.Distance:
                return TryLoadTables(state) && TryLoadMatchLength(state, 3);
            case InflateStep.Match:
                _matchDistance = BinaryPrimitives.ReadUInt16LittleEndian(state[MatchDistanceOffset..]);
                return TryLoadTables(state) && TryLoadMatchLength(state, 1) && _matchDistance is >= 1 and <= WindowSize;
            case InflateStep.Done:
                return _bitCount == 0;
            case InflateStep.Failed:
                return _bitCount == 0 && _error is >= InflateStatus.BadBlockType and <= InflateStatus.BadState;
            default:
                return true;
        }
    }

    private bool TryLoadCounts(ReadOnlySpan<byte> state)
    {
        _literalCount = BinaryPrimitives.ReadUInt16LittleEndian(state[LiteralCountOffset..]);
        _distanceCount = state[DistanceCountOffset];
        _lengthCodeCount = state[LengthCodeCountOffset];
        _lengthIndex = BinaryPrimitives.ReadUInt16LittleEndian(state[LengthIndexOffset..]);
        ReadOnlySpan<byte> lengths = state.Slice(LengthCodeOffset, LengthCodeOrder.Length);
        if (_literalCount is < 257 or > 286
            || _distanceCount is < 1 or > 30
            || _lengthCodeCount is < 4 or > 19
            || lengths.ContainsAnyExceptInRange((byte)0, (byte)7))
        {
            return false;
        }

        lengths.CopyTo(_lengthCodeLengths);
        return true;
    }

    private bool TryLoadLengths(ReadOnlySpan<byte> state)
    {
        ReadOnlySpan<byte> lengths = state.Slice(CodeLengthsOffset, MaxCodeLengths);
        if (_lengthIndex > _literalCount + _distanceCount || lengths.ContainsAnyExceptInRange((byte)0, (byte)15))
        {
            return false;
        }

        lengths.CopyTo(_codeLengths);
        return true;
    }

    private bool TryLoadTables(ReadOnlySpan<byte> state)
    {
        if ((state[FlagsOffset] & 2) != 0)
        {
            UseFixedTables();
            return true;
        }

        return TryLoadCounts(state)
            && TryLoadLengths(state)
            && _lengthIndex == _literalCount + _distanceCount
            && _codeLengths[256] != 0
            && UseDynamicTables();
    }

    private bool TryLoadMatchLength(ReadOnlySpan<byte> state, int least)
    {
        _matchLength = BinaryPrimitives.ReadUInt16LittleEndian(state[MatchLengthOffset..]);
        return _matchLength >= least && _matchLength <= 258;
    }
}
