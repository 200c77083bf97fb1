using WarpDrive.Engines.Lz77;

namespace WarpDrive.Testing;

/// <summary>Rebuilds bytes from literals and sequences, close to the text of RFC 8878 section 3.1.1.5.</summary>
internal sealed class SequenceDecoder
{
    private uint _first = 1;
    private uint _second = 4;
    private uint _third = 8;

    /// <summary>Everything decoded so far.</summary>
    public List<byte> Output { get; } = [];

    /// <summary>The same sequences with offsets resolved, each block ended by one of its last literals.</summary>
    public List<SystemZstd.Sequence> Resolved { get; } = [];

    public RepeatOffsets Repeat => new(_first, _second, _third);

    public uint LargestOffset { get; private set; }

    public int RepeatedOffsets { get; private set; }

    public void Block(ReadOnlySpan<byte> literals, ReadOnlySpan<Lz77Sequence> sequences, in Lz77Result result)
    {
        for (int i = 0; i < sequences.Length; i++)
        {
            Lz77Sequence sequence = sequences[i];
            int literalLength = sequence.LiteralLength + (result.LongLiteralCount == 1 && result.LongLiteralPosition == i ? 65536 : 0);
            int matchLength = sequence.MatchLength + 3;
            uint offset = Offset(sequence.OffsetCode, literalLength);
            Output.AddRange(literals[..literalLength]);
            literals = literals[literalLength..];
            Assert.InRange(offset, 1u, (uint)Output.Count);
            for (int n = 0; n < matchLength; n++)
            {
                Output.Add(Output[^(int)offset]);
            }

            LargestOffset = Math.Max(LargestOffset, offset);
            Resolved.Add(new SystemZstd.Sequence(offset, (uint)literalLength, (uint)matchLength, 0));
        }

        Output.AddRange(literals);
        Resolved.Add(new SystemZstd.Sequence(0, (uint)literals.Length, 0, 0));
    }

    /// <summary>Adds what another decoder found in the bytes that follow, on its own.</summary>
    public void Append(SequenceDecoder other)
    {
        Output.AddRange(other.Output);
        Resolved.AddRange(other.Resolved);
        RepeatedOffsets += other.RepeatedOffsets;
        LargestOffset = Math.Max(LargestOffset, other.LargestOffset);
    }

    private uint Offset(uint code, int literalLength)
    {
        if (code > 3)
        {
            (_first, _second, _third) = (code - 3, _first, _second);
            return _first;
        }

        RepeatedOffsets++;
        Assert.NotEqual(0u, code);
        if (literalLength != 0)
        {
            (_first, _second, _third) = code switch
            {
                1 => (_first, _second, _third),
                2 => (_second, _first, _third),
                _ => (_third, _first, _second),
            };
        }
        else
        {
            // "the repeated offsets are shifted by one": 1 is the second, 2 the third, 3 the first less one byte.
            (_first, _second, _third) = code switch
            {
                1 => (_second, _first, _third),
                2 => (_third, _first, _second),
                _ => (_first - 1, _first, _second),
            };
        }

        return _first;
    }
}
