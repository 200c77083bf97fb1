using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>
/// One job on its way through a compression function: hands out its blocks in runs, straight from the caller's memory where they lie
/// together, and through a small buffer where they are cut, padded, or made from the key.
/// </summary>
/// <remarks>
/// Use: <see cref="Start"/>, then compress the run into the state and call <see cref="Next"/>, until it says that there is no more.
/// Here and in what drives it, methods on the way of a message are compiled in full at once: calibration measures them when they are new.
/// </remarks>
internal unsafe struct MessageCursor
{
    /// <summary>Bytes that a cursor needs for blocks of its own.</summary>
    internal const int BufferSize = 2 * HashKinds.MaxBlockSize;

    private const byte InnerPad = 0x36;   // RFC 2104 section 2
    private const byte OuterPad = 0x5c;

    /// <summary>The blocks to compress next.</summary>
    internal byte* Data;

    /// <summary>How many there are, at least 1.</summary>
    internal nint Blocks;

    private HashJob* _job;
    private HashTraits* _traits;
    private HashSegment* _segment;
    private HashSegment* _segmentsEnd;
    private byte* _at;             // what is left of the segment taken last
    private int _left;
    private int _buffered;         // bytes of a cut block in the buffer
    private Stage _stage;
    private byte* _buffer;
    private ulong _length;         // bytes that the padding counts
    private ChainingState _state;

    /// <summary>What <see cref="Next"/> looks at.</summary>
    private enum Stage : byte
    {
        Message,
        Outer,
        Digest,
    }

    /// <summary>The job in hand.</summary>
    internal readonly HashJob* Job => _job;

    /// <summary>Where this message's words are from now on.</summary>
    internal void MoveTo(ChainingState state)
    {
        _state.CopyTo(_traits, state);
        _state = state;
    }

    /// <summary>Takes a job, which has at least one run.</summary>
    /// <param name="job">The job, checked.</param>
    /// <param name="segments">The segments of the batch.</param>
    /// <param name="buffer"><see cref="BufferSize"/> bytes for this cursor alone.</param>
    /// <param name="state">Where the chaining words go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Start(HashJob* job, HashSegment* segments, byte* buffer, ChainingState state)
    {
        _job = job;
        _traits = HashTraits.Table + (int)job->Kind;
        _segment = segments + job->FirstSegment;
        _segmentsEnd = _segment + job->SegmentCount;
        _left = 0;
        _buffered = 0;
        _stage = Stage.Message;
        _buffer = buffer;
        _state = state;
        if (job->Part is HashPart.Middle or HashPart.Last)
        {
            _state.Read(_traits, job->StateIn);
            _length = job->TotalLength + (job->IsHmac ? (ulong)_traits->BlockSize : 0);   // Middle ends without padding
            Next();
            return;
        }

        _state.SetInitial(_traits);
        _length = 0;
        for (HashSegment* segment = _segment; segment < _segmentsEnd; segment++)
        {
            _length += (ulong)segment->Length;
        }

        if (job->IsHmac)
        {
            _length += (ulong)_traits->BlockSize;
            SetKeyBlock(InnerPad);
        }

        if (_length <= (ulong)_traits->ShortLength && job->Part == HashPart.Whole)
        {
            MakeOneRun();
        }
        else if (job->IsHmac)
        {
            Data = _buffer;
            Blocks = 1;
        }
        else
        {
            Next();
        }
    }

    /// <summary>Finds the next run, or finishes the job by writing its output.</summary>
    /// <returns>Whether there is a run.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool Next()
    {
        switch (_stage)
        {
            case Stage.Message:
                if (NextOfMessage())
                {
                    return true;
                }

                if (_job->Part is HashPart.First or HashPart.Middle)
                {
                    _state.Write(_traits, _job->Output, _traits->StateSize);
                    return false;
                }

                Pad(_buffered, _length);
                _stage = _job->IsHmac ? Stage.Outer : Stage.Digest;
                return true;
            case Stage.Outer:
                // H((K xor opad) followed by the inner digest)
                int block = _traits->BlockSize;
                _state.Write(_traits, _buffer + block, _traits->DigestSize);
                _state.SetInitial(_traits);
                SetKeyBlock(OuterPad);
                Pad(block + _traits->DigestSize, (ulong)(block + _traits->DigestSize));
                _stage = Stage.Digest;
                return true;
            default:
                _state.Write(_traits, _job->Output, _traits->DigestSize);
                return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool NextOfMessage()
    {
        int block = _traits->BlockSize;
        while (true)
        {
            if (_buffered == 0 && _left >= block)
            {
                Data = _at;
                Blocks = _left >> _traits->BlockShift;
                _at += Blocks << _traits->BlockShift;
                _left &= block - 1;
                return true;
            }

            if (_left > 0)
            {
                int take = Math.Min(block - _buffered, _left);
                new ReadOnlySpan<byte>(_at, take).CopyTo(new Span<byte>(_buffer + _buffered, take));
                _buffered += take;
                _at += take;
                _left -= take;
                if (_buffered == block)
                {
                    _buffered = 0;
                    Data = _buffer;
                    Blocks = 1;
                    return true;
                }
            }

            if (_left == 0)
            {
                if (_segment == _segmentsEnd)
                {
                    return false;
                }

                _at = _segment->Data;
                _left = _segment->Length;
                _segment++;
            }
        }
    }

    /// <summary>Copies a short message behind its key block, if any, and pads it there: one run is less work than two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MakeOneRun()
    {
        int used = _job->IsHmac ? _traits->BlockSize : 0;
        for (; _segment < _segmentsEnd; _segment++)
        {
            new ReadOnlySpan<byte>(_segment->Data, _segment->Length).CopyTo(new Span<byte>(_buffer + used, _segment->Length));
            used += _segment->Length;
        }

        Pad(used, _length);
        _stage = _job->IsHmac ? Stage.Outer : Stage.Digest;
    }

    /// <summary>Pads what the buffer holds (RFC 1321 sections 3.1 and 3.2, FIPS 180-4 section 5.1) and makes it the run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pad(int used, ulong length)
    {
        int lengthSize = 2 * _traits->WordSize;
        int end = (used + 1 + lengthSize + _traits->BlockSize - 1) & -_traits->BlockSize;
        int gap = end - used;
        if (gap is >= 64 and <= 128)
        {
            Unsafe.InitBlockUnaligned(_buffer + used, 0, 64);   // twice a length that the compiler knows: no call
            Unsafe.InitBlockUnaligned(_buffer + end - 64, 0, 64);
        }
        else
        {
            new Span<byte>(_buffer + used, gap).Clear();
        }

        _buffer[used] = 0x80;
        var field = new Span<byte>(_buffer + end - 8, 8);
        if (_traits->IsLittleEndian)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(field, length << 3);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(field, length << 3);
            if (lengthSize == 16)
            {
                _buffer[end - 9] = (byte)(length >> 61);
            }
        }

        Data = _buffer;
        Blocks = end >> _traits->BlockShift;
    }

    private void SetKeyBlock(byte pad)
    {
        int i = 0;
        for (; i < _job->KeyLength; i++)
        {
            _buffer[i] = (byte)(_job->Key[i] ^ pad);
        }

        new Span<byte>(_buffer + i, _traits->BlockSize - i).Fill(pad);
    }
}
