using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Inflate;

/// <summary>
/// Decodes raw DEFLATE (RFC 1951). It can stop after any byte of input and any byte of output, and everything it knows can be
/// saved to <see cref="StateSize"/> bytes and loaded by another instance; only the last 32 KiB of output are the caller's to keep.
/// </summary>
/// <remarks>
/// An instance serves one stream at a time and one thread at a time, and any number of streams one after the other. It
/// allocates in its constructor only. Input, history and loaded state are not trusted: whatever they hold, and even if they or the
/// destination change during a call, memory outside the given spans is neither read nor written and every call ends.
/// </remarks>
public sealed unsafe partial class Inflater
{
    /// <summary>The most history a stream can refer to, in bytes (RFC 1951 section 2).</summary>
    public const int WindowSize = 32768;

    private static readonly uint[] s_fixedLiterals = BuildFixedLiterals();
    private static readonly uint[] s_fixedDistances = BuildFixedDistances();

    // Pinned for the life of this instance, so that addresses of them stay good.
    private readonly uint[] _literalTable = GC.AllocateArray<uint>(DecodeTable.LiteralTableSize, pinned: true);
    private readonly uint[] _distanceTable = GC.AllocateArray<uint>(DecodeTable.DistanceTableSize, pinned: true);

    // The tables of the current block: those above or the fixed ones.
    private uint* _literals;
    private uint* _distances;

    // Valid during a call only.
    private byte* _input;
    private byte* _inputEnd;
    private byte* _output;
    private byte* _outputStart;
    private byte* _outputEnd;
    private byte* _historyEnd;
    private nint _historyLength;

    // The next bits of the stream, lowest first; bits from _bitCount on are zero.
    private ulong _bits;
    private int _bitCount;

    private InflateStep _step;
    private bool _final;
    private bool _fixed;
    private InflateStatus _error;
    private bool _outputPending;
    private int _storedRemaining;
    private int _matchLength;
    private int _matchDistance;

    /// <summary>Creates a decoder at the start of a stream.</summary>
    public Inflater() => Reset();

    /// <summary>How many undecoded bits are held; their bytes count as consumed. Below 40 after any call.</summary>
    public int CachedBits => _bitCount;

    /// <summary>The undecoded bits, the next one lowest; zero above <see cref="CachedBits"/>.</summary>
    public ulong CachedValue => _bits;

    /// <summary>BFINAL of the block last begun.</summary>
    public bool IsFinalBlock => _final;

    /// <summary>Bytes still to come of a stored block, 0–65535.</summary>
    public int StoredRemaining => _step == InflateStep.StoredData ? _storedRemaining : 0;

    /// <summary>Bytes still to write of a match, 0–258.</summary>
    public int MatchRemaining => _step == InflateStep.Match ? _matchLength : 0;

    /// <summary>Whether the last call consumed all of its source and left output that needs space but no further input.</summary>
    public bool OutputPending => _outputPending;

    /// <summary>Where in the stream the decoder stands.</summary>
    public InflatePhase Phase => _step switch
    {
        InflateStep.BlockHeader => InflatePhase.BetweenBlocks,
        InflateStep.Done => InflatePhase.Done,
        InflateStep.Failed => InflatePhase.Failed,
        _ => InflatePhase.InBlock,
    };

    /// <summary>Goes to the start of a new stream.</summary>
    public void Reset()
    {
        _bits = 0;
        _bitCount = 0;
        _step = InflateStep.BlockHeader;
        _final = false;
        _fixed = false;
        _error = default;
        _outputPending = false;
        _storedRemaining = 0;
        _matchLength = 0;
        _matchDistance = 0;
        _literalCount = 0;
        _distanceCount = 0;
        _lengthCodeCount = 0;
        _lengthIndex = 0;
    }

    /// <summary>Decodes a whole stream at once.</summary>
    /// <param name="source">The stream; bytes after its end are not consumed.</param>
    /// <param name="destination">Where the output goes.</param>
    /// <param name="consumed">Bytes of the source used.</param>
    /// <param name="produced">Bytes of output written.</param>
    /// <returns>
    /// <see cref="InflateStatus.Finished"/>; or why not, <see cref="InflateStatus.NeedsInput"/> meaning a truncated stream.
    /// </returns>
    public InflateStatus InflateAll(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int produced)
    {
        Reset();
        return Inflate(default, source, destination, out consumed, out produced);
    }

    /// <summary>Decodes until the stream ends, the source is used up or the destination is full.</summary>
    /// <param name="history">
    /// The output directly before the destination, the last 32 KiB if there is that much; in memory of its own.
    /// </param>
    /// <param name="source">The next bytes of the stream, disjoint from the destination.</param>
    /// <param name="destination">Where the output goes. Bytes of it beyond <paramref name="produced"/> may be overwritten.</param>
    /// <param name="consumed">
    /// Bytes of the source used. All of them with <see cref="InflateStatus.NeedsInput"/>; none after the final block with
    /// <see cref="InflateStatus.Finished"/>. The rest is to be presented again.
    /// </param>
    /// <param name="produced">Bytes of output written.</param>
    /// <returns>How it ended. An error is repeated by every later call until <see cref="Reset"/> or a load.</returns>
    public InflateStatus Inflate(
        ReadOnlySpan<byte> history, ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int produced)
    {
        fixed (byte* historyStart = history, input = source, output = destination)
        {
            _input = input;
            _inputEnd = input + source.Length;
            _output = output;
            _outputStart = output;
            _outputEnd = output + destination.Length;
            _historyEnd = historyStart + history.Length;
            _historyLength = history.Length;

            InflateStatus status = Run();
            if (status.IsError())
            {
                _step = InflateStep.Failed;
                _error = status;
            }

            if (status != InflateStatus.NeedsInput)
            {
                GiveBack(input);
            }

            if (_step is InflateStep.Done or InflateStep.Failed)
            {
                _bits = 0;
                _bitCount = 0;
            }

            consumed = (int)(_input - input);
            produced = (int)(_output - output);
            _outputPending = status == InflateStatus.NeedsOutput && consumed == source.Length;
            _input = _inputEnd = _output = _outputStart = _outputEnd = _historyEnd = null;
            return status;
        }
    }

    /// <summary>Steps until one of them cannot go on.</summary>
    private InflateStatus Run()
    {
        while (true)
        {
            InflateStatus? stop = _step switch
            {
                InflateStep.BlockHeader => ReadBlockHeader(),
                InflateStep.StoredHeader => ReadStoredHeader(),
                InflateStep.StoredData => CopyStored(),
                InflateStep.DynamicCounts => ReadDynamicCounts(),
                InflateStep.LengthCodeLengths => ReadLengthCodeLengths(),
                InflateStep.CodeLengths => ReadCodeLengths(),
                InflateStep.Symbol => DecodeSymbols(),
                InflateStep.Distance => DecodeDistance(),
                InflateStep.Match => CopyMatch(),
                InflateStep.Done => InflateStatus.Finished,
                _ => _error,
            };
            if (stop is InflateStatus status)
            {
                return status;
            }
        }
    }

    /// <summary>Returns whole undecoded bytes to the source, as far as they came from it in this call.</summary>
    private void GiveBack(byte* start)
    {
        nint bytes = Math.Min(_bitCount >> 3, (nint)(_input - start));
        _input -= bytes;
        _bitCount -= (int)bytes * 8;
        _bits &= (1UL << _bitCount) - 1;
    }

    /// <summary>Fills the bit buffer as far as the source has bytes: to at least 56 bits, or to the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill()
    {
        if (_inputEnd - _input >= 8)
        {
            _bits |= Unsafe.ReadUnaligned<ulong>(_input) << _bitCount;
            _input += (63 - _bitCount) >> 3;
            _bitCount |= 56;
            _bits &= (1UL << _bitCount) - 1;
        }
        else
        {
            while (_bitCount < 56 && _input < _inputEnd)
            {
                _bits |= (ulong)*_input++ << _bitCount;
                _bitCount += 8;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Take(int bits)
    {
        uint value = (uint)_bits & ((1u << bits) - 1);
        _bits >>= bits;
        _bitCount -= bits;
        return value;
    }

    private static uint* AddressOf(uint[] pinned) => (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private static uint[] BuildFixedLiterals()
    {
        // RFC 1951 section 3.2.6.
        Span<byte> lengths = stackalloc byte[DecodeTable.MaxLiteralSymbols];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        uint[] table = GC.AllocateArray<uint>(DecodeTable.LiteralTableSize, pinned: true);
        DecodeTable.BuildLiterals(lengths, AddressOf(table));
        return table;
    }

    private static uint[] BuildFixedDistances()
    {
        Span<byte> lengths = stackalloc byte[DecodeTable.MaxDistanceSymbols];
        lengths.Fill(5);
        uint[] table = GC.AllocateArray<uint>(DecodeTable.DistanceTableSize, pinned: true);
        DecodeTable.BuildDistances(lengths, AddressOf(table));
        return table;
    }
}
