using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>Keeps the lanes of a kernel filled: messages of any lengths run side by side, and a lane whose message ends takes the next one.</summary>
/// <remarks>
/// The live lanes are always the first ones: when no message is left for a lane, the last live lane moves into it. All lanes advance together, by as many
/// blocks as the shortest of their runs has; idle lanes read along with lane 0.
/// </remarks>
internal sealed unsafe partial class LaneScheduler : IDisposable
{
    private readonly SingleStream _single;
    private byte* _memory;

    // Of the run under way.
    private HashPath _path;
    private HashSegment* _segments;
    private int _wordSize;
    private nint _stride;

    private readonly byte* _states;
    private readonly byte* _scratch;
    private readonly byte* _initial;             // states before the first block
    private readonly byte** _ends;               // the padded blocks of each lane
    private readonly byte** _data;               // what each lane reads next
    private readonly nint* _blocks;              // how much of its run is left
    private readonly MessageCursor* _cursors;
    private readonly byte** _buffers;            // one for each cursor; they move with them

    /// <summary>Makes a scheduler.</summary>
    /// <param name="single">Takes over the messages that are left when too few lanes are live.</param>
    internal LaneScheduler(SingleStream single)
    {
        _single = single;
        _memory = (byte*)NativeMemory.AlignedAlloc(MemorySize, 64);
        byte* at = _memory;
        _states = Take(LaneKernel.StateSize);
        _scratch = Take(LaneKernel.ScratchSize);
        _data = (byte**)Take(LaneKernel.MaxLanes * sizeof(byte*));
        _blocks = (nint*)Take(LaneKernel.MaxLanes * sizeof(nint));
        _buffers = (byte**)Take(LaneKernel.MaxLanes * sizeof(byte*));
        byte* buffers = Take(LaneKernel.MaxLanes * MessageCursor.BufferSize);
        _cursors = (MessageCursor*)Take(LaneKernel.MaxLanes * sizeof(MessageCursor));
        _ends = (byte**)Take(LaneKernel.MaxLanes * sizeof(byte*));
        _initial = Take(LaneKernel.StateSize);
        for (int lane = 0; lane < LaneKernel.MaxLanes; lane++)
        {
            _buffers[lane] = buffers + lane * MessageCursor.BufferSize;
        }

        Clear();

        byte* Take(int size)
        {
            byte* taken = at;
            at += size;
            return taken;
        }
    }

    /// <summary>Frees what a scheduler forgotten by its owner holds.</summary>
    ~LaneScheduler() => Free();

    private static nuint MemorySize => (nuint)(2 * LaneKernel.StateSize + LaneKernel.ScratchSize
        + LaneKernel.MaxLanes * (3 * sizeof(byte*) + sizeof(nint) + MessageCursor.BufferSize + sizeof(MessageCursor)));

    /// <summary>Runs jobs of one family.</summary>
    /// <param name="path">The width of the vectors.</param>
    /// <param name="family">The family of all the jobs.</param>
    /// <param name="jobs">The jobs, at least one; the longest first wastes the fewest lanes.</param>
    /// <param name="segments">The segments of the batch.</param>
    /// <param name="leastLanes">With fewer live lanes than this, the messages that are left go to <paramref name="leftTo"/> one by one.</param>
    /// <param name="leftTo">A path of the single stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(HashPath path, HashFamily family, ReadOnlySpan<nint> jobs, HashSegment* segments, int leastLanes, HashPath leftTo)
    {
        LaneKernel kernel = LaneKernel.Of(path, family);
        int blockSize = HashKinds.BlockSize(family);
        _path = path;
        _segments = segments;
        _wordSize = HashKinds.WordSize(family);
        _stride = kernel.Lanes * _wordSize;
        byte** data = _data;
        nint* blocks = _blocks;
        int live = Math.Min(kernel.Lanes, jobs.Length);
        int next = live;
        for (int lane = 0; lane < live; lane++)
        {
            Start(lane, (HashJob*)jobs[lane], live);
        }

        while (live > 0 && (live >= leastLanes || next < jobs.Length))
        {
            nint run = blocks[0];
            for (int lane = 1; lane < live; lane++)
            {
                run = Math.Min(run, blocks[lane]);
            }

            for (int lane = live; lane < kernel.Lanes; lane++)
            {
                data[lane] = data[0];
            }

            kernel.Compress(_states, data, run, _scratch);
            nint length = run * blockSize;
            for (int lane = live - 1; lane >= 0; lane--)
            {
                data[lane] += length;
                blocks[lane] -= run;
                if (blocks[lane] != 0)
                {
                    continue;
                }

                if (_cursors[lane].Next())
                {
                    TakeRun(lane);
                }
                else if (next < jobs.Length)
                {
                    Start(lane, (HashJob*)jobs[next++], live);
                }
                else if (--live != lane)
                {
                    Move(live, lane);
                }
            }
        }

        for (int lane = 0; lane < live; lane++)
        {
            _single.Finish(ref _cursors[lane], data[lane], blocks[lane], family, leftTo);
        }
    }

    /// <summary>Whether nothing is left in what <see cref="Clear"/> erases.</summary>
    internal bool IsClear => !new ReadOnlySpan<byte>(_states, LaneKernel.StateSize + LaneKernel.ScratchSize).ContainsAnyExcept((byte)0)
        && !new ReadOnlySpan<byte>(_memory + BuffersOffset, LaneKernel.MaxLanes * MessageCursor.BufferSize).ContainsAnyExcept((byte)0);

    /// <summary>Clears what keys and messages left behind.</summary>
    internal void Clear()
    {
        CryptographicOperations.ZeroMemory(new Span<byte>(_states, LaneKernel.StateSize + LaneKernel.ScratchSize));
        CryptographicOperations.ZeroMemory(new Span<byte>(_memory + BuffersOffset, LaneKernel.MaxLanes * MessageCursor.BufferSize));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static int BuffersOffset => LaneKernel.StateSize + LaneKernel.ScratchSize + LaneKernel.MaxLanes * (2 * sizeof(byte*) + sizeof(nint));

    private void Start(int lane, HashJob* job, int live)
    {
        job->Path = _path;
        job->Lanes = (ushort)live;
        _cursors[lane].Start(job, _segments, _buffers[lane], StateOf(lane));
        TakeRun(lane);
    }

    private void Move(int from, int to)
    {
        _cursors[to] = _cursors[from];
        _cursors[to].MoveTo(StateOf(to));
        byte* free = _buffers[to];
        _buffers[to] = _buffers[from];
        _buffers[from] = free;
        _data[to] = _data[from];
        _blocks[to] = _blocks[from];
    }

    private ChainingState StateOf(int lane) => new(_states + lane * _wordSize, _stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeRun(int lane)
    {
        _data[lane] = _cursors[lane].Data;
        _blocks[lane] = _cursors[lane].Blocks;
    }

    private void Free()
    {
        if (_memory != null)
        {
            Clear();
            NativeMemory.AlignedFree(_memory);
            _memory = null;
        }
    }
}
