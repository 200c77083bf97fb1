using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>Sorts the jobs of a batch by family, in each those that run alone first and then the longest first: lanes that end together waste least.</summary>
internal sealed unsafe class JobOrder
{
    /// <summary>Longer messages take no lane: a group would hold up its worker for too long.</summary>
    internal const int MaxLaneLength = 256 * 1024;

    private const int Ranks = 32;   // of a family: 0 runs alone, then by the number of bits of the length, descending

    private readonly int[] _ends = new int[HashKinds.FamilyCount * Ranks];
    private byte[] _ranks = new byte[64];
    private nint[] _sorted = new nint[64];

    /// <summary>Begins a batch.</summary>
    internal void Begin(int count)
    {
        if (count > _ranks.Length)
        {
            int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)count);
            _ranks = new byte[capacity];
            _sorted = new nint[capacity];
        }
    }

    /// <summary>Notes the length of a job.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Note(int index, HashFamily family, ulong length)
    {
        int rank = length > MaxLaneLength ? 0 : Ranks - 1 - BitOperations.Log2((uint)length | 1);
        _ranks[index] = (byte)((int)family * Ranks + rank);
    }

    /// <summary>Sorts the jobs noted, by counting. Most batches are of one rank, or of few: what is counted stays in a register while the rank does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Sort(HashJob* jobs, int count)
    {
        ReadOnlySpan<byte> ranks = _ranks.AsSpan(0, count);
        Span<nint> sorted = _sorted.AsSpan(0, count);
        Span<int> ends = _ends;
        ends.Clear();
        for (int i = 0; i < ranks.Length;)
        {
            int first = i;
            byte rank = ranks[i];
            while (++i < ranks.Length && ranks[i] == rank)
            {
            }

            ends[rank] += i - first;
        }

        int start = 0;
        foreach (ref int end in ends)
        {
            (end, start) = (start, start + end);   // the start for now; its jobs move it on
        }

        for (int i = 0; i < ranks.Length;)
        {
            byte rank = ranks[i];
            int at = ends[rank];
            do
            {
                sorted[at++] = (nint)(jobs + i);
            }
            while (++i < ranks.Length && ranks[i] == rank);
            ends[rank] = at;
        }
    }

    /// <summary>The jobs of a family that run alone.</summary>
    internal Span<nint> Alone(HashFamily family) => Between((int)family * Ranks, (int)family * Ranks + 1);

    /// <summary>The other jobs of a family.</summary>
    internal Span<nint> Grouped(HashFamily family) => Between((int)family * Ranks + 1, (int)(family + 1) * Ranks);

    private Span<nint> Between(int first, int end)
    {
        int start = first == 0 ? 0 : _ends[first - 1];
        return _sorted.AsSpan(start, _ends[end - 1] - start);
    }
}
