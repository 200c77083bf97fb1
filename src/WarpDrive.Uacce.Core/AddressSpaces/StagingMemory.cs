namespace WarpDrive.Uacce.Core;

/// <summary>What a lease stages in: chunks from the pool, given out from the front, taken back all at once. Nothing moves.</summary>
/// <remarks>
/// One worker's. Chunks stay for the next request of the same address space; they are wiped before another one gets them.
/// </remarks>
/// <param name="budget">What the chunks count in; null: nothing.</param>
internal sealed unsafe class StagingMemory(MemoryBudget? budget)
{
    /// <summary>A SIMD register of 64 bytes never straddles two cache lines at the start of a range.</summary>
    private const int Alignment = 64;

    /// <summary>Chunks that are kept between requests: 4 MiB.</summary>
    private const int Kept = 4;

    private readonly List<StagingChunk> _chunks = [];
    private int _current;   // the chunk that is given out from
    private int _position;

    /// <summary>Memory with anything in it.</summary>
    /// <param name="length">Bytes, 1 to <see cref="StagingChunk.Size"/>.</param>
    internal byte* Take(int length)
    {
        int start = (_position + Alignment - 1) & -Alignment;
        if (_chunks.Count == 0)
        {
            Rent();
            start = 0;
        }
        else if (start > StagingChunk.Size - length)
        {
            _current++;
            start = 0;
            if (_current == _chunks.Count)
            {
                Rent();
            }
        }

        _position = start + length;
        StagingChunk chunk = _chunks[_current];
        chunk.Touched = Math.Max(chunk.Touched, _position);
        return chunk.Memory + start;
    }

    /// <summary>Where it is now, for <see cref="BackTo"/>.</summary>
    internal (int Chunk, int Position) Mark() => (_current, _position);

    /// <summary>Takes back what was given out since a mark.</summary>
    internal void BackTo((int Chunk, int Position) mark) => (_current, _position) = mark;

    /// <summary>Takes everything back.</summary>
    internal void Reset()
    {
        int kept = budget is null || budget.MayKeepStaging ? Kept : 0;
        while (_chunks.Count > kept)
        {
            Return();
        }

        BackTo(default);
    }

    /// <summary>Takes everything back and gives the chunks to the pool, wiped.</summary>
    internal void Free()
    {
        while (_chunks.Count > 0)
        {
            Return();
        }

        BackTo(default);
    }

    private void Rent()
    {
        _chunks.Add(StagingPool.Rent());
        budget?.TakeStaging(StagingChunk.Size);
    }

    private void Return()
    {
        StagingPool.Return(_chunks[^1]);
        _chunks.RemoveAt(_chunks.Count - 1);
        budget?.ReturnStaging(StagingChunk.Size);
    }
}
