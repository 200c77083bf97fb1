using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Lz77;

/// <summary>Turns bytes into literals and matches for a zstd block ("LZ77 for zstd", hisi-qm-zip.md B13).</summary>
/// <remarks>
/// An instance serves one thread at a time and allocates in its constructor only. History and input are copied first: they may
/// change under the search without harm.
/// </remarks>
public sealed unsafe partial class SequenceFinder
{
    /// <summary>The most input of one call: a zstd block, 128 KiB.</summary>
    public const int MaxInput = 128 * 1024;

    /// <summary>The most history that is used, 32 KiB.</summary>
    public const int MaxHistory = 32 * 1024;

    // A stored match length is 16 bits wide.
    private const int MaxMatch = ushort.MaxValue + Lz77Sequence.MatchBias;

    // Loads of 8 bytes may begin at any searched position, and copies of literals read up to 16 bytes too many.
    private const int Padding = 32;

    private readonly byte[] _data = GC.AllocateUninitializedArray<byte>(MaxHistory + MaxInput + Padding, pinned: true);
    private readonly byte* _bytes;

    // Tables hold positions counted from _base, which grows from call to call, so that old entries are below it and need no clearing.
    private int _base = 1;
    private int _start;
    private int _end;
    private int _window;

    private byte* _literals;
    private int _literalSpace;
    private int _literalCount;
    private Lz77Sequence* _sequences;
    private int _sequenceSpace;
    private int _sequenceCount;
    private int _longLiteralCount;
    private int _longLiteralPosition;
    private int _anchor;

    // RepeatOffsets in single fields: copying the structure at every match would load what was just stored in parts.
    private uint _first;
    private uint _second;
    private uint _third;
    private Lz77Status _status;

    /// <summary>Creates a finder with its tables, about 1.5 MiB.</summary>
    public SequenceFinder() => _bytes = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_data));

    /// <summary>Finds the sequences of one block.</summary>
    /// <param name="history">What directly precedes the input in the frame; only the last <see cref="MaxHistory"/> bytes count.</param>
    /// <param name="input">The block, at most <see cref="MaxInput"/> bytes.</param>
    /// <param name="effort">How hard to search.</param>
    /// <param name="window">The largest offset in bytes, from 1.</param>
    /// <param name="repeat">The repeat offsets before the block, and after it.</param>
    /// <param name="literals">Where the literals go; as many bytes as the input suffice.</param>
    /// <param name="sequences">Where the sequences go; a third of the input's bytes suffices.</param>
    /// <param name="result">What was written.</param>
    /// <returns>How it ended. When a buffer is too small, part of both may be written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive.</exception>
    public Lz77Status Find(
        ReadOnlySpan<byte> history,
        ReadOnlySpan<byte> input,
        Lz77Effort effort,
        int window,
        ref RepeatOffsets repeat,
        Span<byte> literals,
        Span<Lz77Sequence> sequences,
        out Lz77Result result)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);
        result = default;
        if (input.Length > MaxInput)
        {
            return Lz77Status.InputTooLarge;
        }

        if (!repeat.IsValid)
        {
            return Lz77Status.BadRepeatOffsets;
        }

        history = history[^Math.Min(history.Length, MaxHistory)..];
        history.CopyTo(_data);
        input.CopyTo(_data.AsSpan(history.Length));
        fixed (byte* literalStart = literals)
        fixed (Lz77Sequence* sequenceStart = sequences)
        {
            _literals = literalStart;
            _literalSpace = literals.Length;
            _sequences = sequenceStart;
            _sequenceSpace = sequences.Length;
            Begin(history.Length, history.Length + input.Length, window, repeat);
            if (effort == Lz77Effort.Price)
            {
                SearchByPrice();
            }
            else
            {
                SearchFast();
            }

            int last = _end - _anchor;
            if (_status == Lz77Status.Ok)
            {
                AddLiterals(last);
            }

            _base += _end;
            _literals = null;
            _sequences = null;
            if (_status == Lz77Status.Ok)
            {
                result = new Lz77Result(_sequenceCount, _literalCount, last, _longLiteralCount, _longLiteralPosition);
                repeat = new RepeatOffsets(_first, _second, _third);
            }

            return _status;
        }
    }

    private void Begin(int start, int end, int window, RepeatOffsets repeat)
    {
        _start = start;
        _end = end;
        _window = window;
        _anchor = start;
        _literalCount = 0;
        _sequenceCount = 0;
        _longLiteralCount = 0;
        _longLiteralPosition = 0;
        _first = repeat.First;
        _second = repeat.Second;
        _third = repeat.Third;
        _status = Lz77Status.Ok;
        if (_base > int.MaxValue - (2 * _data.Length))
        {
            ClearTables();
            _base = 1;
        }
    }

    /// <summary>Adds the literals up to a match and the match, split when it is longer than a sequence can say.</summary>
    /// <returns>False when a buffer is full.</returns>
    private bool Add(int position, int offset, int length)
    {
        while (length > 0)
        {
            // What remains must not be shorter than a match can be.
            int part = Math.Min(length, MaxMatch);
            if (length - part is > 0 and < Lz77Sequence.MatchBias)
            {
                part -= Lz77Sequence.MatchBias;
            }

            int literals = position - _anchor;
            if (_sequenceCount == _sequenceSpace)
            {
                _status = Lz77Status.SequencesTooSmall;
                return false;
            }

            if (!AddLiterals(literals))
            {
                return false;
            }

            if (literals > ushort.MaxValue)
            {
                _longLiteralCount = 1;
                _longLiteralPosition = _sequenceCount;
            }

            _sequences[_sequenceCount++] = new Lz77Sequence
            {
                OffsetCode = UseOffset((uint)offset, literals > 0),
                LiteralLength = (ushort)literals,
                MatchLength = (ushort)(part - Lz77Sequence.MatchBias),
            };
            position += part;
            length -= part;
            _anchor = position;
        }

        return true;
    }

    /// <summary>The shortest code of an offset, which becomes the most recent one (RFC 8878 section 3.1.1.5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint UseOffset(uint offset, bool hasLiterals)
    {
        // Without literals the codes stand for the second, the third, and the first less one.
        uint shift = hasLiterals ? 0u : 1u;
        if (offset == _first && hasLiterals)
        {
            return 1;
        }

        uint code;
        if (offset == _second)
        {
            (_first, _second) = (offset, _first);
            return 2 - shift;
        }

        if (offset == _third)
        {
            code = 3 - shift;
        }
        else
        {
            code = !hasLiterals && offset == _first - 1 ? 3 : offset + Lz77Sequence.OffsetBias;
        }

        _third = _second;
        _second = _first;
        _first = offset;
        return code;
    }

    private bool AddLiterals(int count)
    {
        int space = _literalSpace - _literalCount;
        if (count > space)
        {
            _status = Lz77Status.LiteralsTooSmall;
            return false;
        }

        byte* to = _literals + _literalCount;
        byte* from = _bytes + _anchor;
        if (count <= 16 && space >= 16)
        {
            System.Runtime.Intrinsics.Vector128.Store(System.Runtime.Intrinsics.Vector128.Load(from), to);
        }
        else
        {
            Buffer.MemoryCopy(from, to, space, count);
        }

        _literalCount += count;
        return true;
    }

    /// <summary>How many bytes from two positions on are equal, at most up to the end of the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Count(int earlier, int position)
    {
        byte* a = _bytes + earlier;
        byte* b = _bytes + position;
        byte* end = _bytes + _end;
        while (end - b >= 8)
        {
            ulong difference = Load64(a) ^ Load64(b);
            if (difference != 0)
            {
                return (int)(b - (_bytes + position)) + (BitOperations.TrailingZeroCount(difference) >> 3);
            }

            a += 8;
            b += 8;
        }

        while (b < end && *a == *b)
        {
            a++;
            b++;
        }

        return (int)(b - (_bytes + position));
    }

    /// <summary>Whether an offset lies within the window and the data before a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Reaches(uint offset, int position) => offset <= (uint)Math.Min(position, _window);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Load32(byte* p) => Unsafe.ReadUnaligned<uint>(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load64(byte* p) => Unsafe.ReadUnaligned<ulong>(p);
}
