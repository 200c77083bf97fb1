using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>The two rings of a started queue, as the device reaches them: the one type of the device half that owns addresses.</summary>
/// <remarks>
/// Slots are indices below the depths; callers wrap. The client may write anything here at any time: descriptors are copied out once, and only the copy is used.
/// </remarks>
public readonly unsafe struct QmRings
{
    private readonly byte* _sq;
    private readonly byte* _cq;
    private readonly uint _sqDepth;
    private readonly uint _cqDepth;
    private readonly uint _sqeSize;

    /// <summary>Takes the addresses of rings that stay mapped until the lease ends.</summary>
    /// <param name="sq">Submission ring.</param>
    /// <param name="cq">Completion ring, 8-byte aligned.</param>
    /// <param name="context">Depths and descriptor size.</param>
    public QmRings(byte* sq, byte* cq, QmQueueContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _sq = sq;
        _cq = cq;
        _sqDepth = (uint)context.SqDepth;
        _cqDepth = (uint)context.CqDepth;
        _sqeSize = (uint)context.SqeSize;
    }

    /// <summary>Copies a descriptor out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Read(uint slot, byte* destination)
    {
        Debug.Assert(slot < _sqDepth, "slot outside the submission ring");
        Copy(destination, _sq + ((nuint)slot * _sqeSize), _sqeSize);
    }

    /// <summary>Writes a descriptor's results back into its slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="source">The device's copy.</param>
    /// <param name="from">First byte that may hold results, a multiple of 32 below the descriptor's size.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void WriteBack(uint slot, byte* source, uint from)
    {
        Debug.Assert(slot < _sqDepth && from < _sqeSize && from % 32 == 0, "slot outside the submission ring, or results outside the slot");
        Copy(_sq + ((nuint)slot * _sqeSize) + from, source + from, _sqeSize - from);
    }

    /// <summary>Posts a completion: the half with the phase last, as one release store (A5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Post(uint index, ulong upper)
    {
        Debug.Assert(index < _cqDepth, "index outside the completion ring");
        ulong* entry = (ulong*)(_cq + ((nuint)index * QmCqe.SizeInBytes));
        entry[0] = 0;
        Volatile.Write(ref entry[1], upper);
    }

    // Descriptors are 2^n bytes, at least 32: the loop is two or four vector moves, less than the call of a general copy.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* destination, byte* source, uint size)
    {
        for (uint i = 0; i < size; i += 32)
        {
            Vector256.Load(source + i).Store(destination + i);
        }
    }
}
