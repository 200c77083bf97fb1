using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>What the requests of one queue in a wave read and write, to see whether another one depends on them.</summary>
/// <remarks>
/// A request joins the wave unless it writes what an earlier one reads or writes, or reads what an earlier one writes: parts of a stream share their
/// state, chains work in place, an output is the next key. Mostly one look at the two bounding ranges settles it; when sources and outputs lie between
/// each other, all ranges are compared, a vector at a time. Addresses of one queue are of one address space; queues have no order between them.
/// </remarks>
internal sealed class SecHazards
{
    /// <summary>Ranges of either kind that are remembered.</summary>
    internal const int Capacity = 1024;

    private readonly ulong[] _readStarts = new ulong[Capacity];
    private readonly ulong[] _readEnds = new ulong[Capacity];
    private readonly ulong[] _writeStarts = new ulong[Capacity];
    private readonly ulong[] _writeEnds = new ulong[Capacity];
    private int _reads;
    private int _writes;
    private ulong _readLow = ulong.MaxValue;
    private ulong _readHigh;
    private ulong _writeLow = ulong.MaxValue;
    private ulong _writeHigh;

    /// <summary>Forgets all.</summary>
    internal void Reset()
    {
        _reads = 0;
        _writes = 0;
        _readLow = _writeLow = ulong.MaxValue;
        _readHigh = _writeHigh = 0;
    }

    /// <summary>Whether so many more ranges can be remembered.</summary>
    internal bool HasRoom(int ranges) => ranges <= Capacity - Math.Max(_reads, _writes);

    /// <summary>Whether nothing writes a range that is to be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MayRead(ulong start, ulong end) =>
        start >= _writeHigh || end <= _writeLow || !Meets(_writeStarts, _writeEnds, _writes, start, end);

    /// <summary>Whether nothing reads or writes a range that is to be written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MayWrite(ulong start, ulong end) =>
        MayRead(start, end) && (start >= _readHigh || end <= _readLow || !Meets(_readStarts, _readEnds, _reads, start, end));

    /// <summary>Remembers a range that is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddRead(ulong start, ulong end)
    {
        _readStarts[_reads] = start;
        _readEnds[_reads] = end;
        _reads++;
        _readLow = Math.Min(_readLow, start);
        _readHigh = Math.Max(_readHigh, end);
    }

    /// <summary>Remembers a range that is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddWrite(ulong start, ulong end)
    {
        _writeStarts[_writes] = start;
        _writeEnds[_writes] = end;
        _writes++;
        _writeLow = Math.Min(_writeLow, start);
        _writeHigh = Math.Max(_writeHigh, end);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Meets(ulong[] starts, ulong[] ends, int count, ulong start, ulong end)
    {
        ref ulong firstStart = ref MemoryMarshal.GetArrayDataReference(starts);
        ref ulong firstEnd = ref MemoryMarshal.GetArrayDataReference(ends);
        var wantedStart = new Vector<ulong>(start);
        var wantedEnd = new Vector<ulong>(end);
        int i = 0;
        for (; i <= count - Vector<ulong>.Count; i += Vector<ulong>.Count)   // count is at most the arrays' length
        {
            Vector<ulong> meets = Vector.LessThan(Vector.LoadUnsafe(ref firstStart, (nuint)i), wantedEnd)
                & Vector.GreaterThan(Vector.LoadUnsafe(ref firstEnd, (nuint)i), wantedStart);
            if (meets != Vector<ulong>.Zero)
            {
                return true;
            }
        }

        for (; i < count; i++)
        {
            if (starts[i] < end && ends[i] > start)
            {
                return true;
            }
        }

        return false;
    }
}
