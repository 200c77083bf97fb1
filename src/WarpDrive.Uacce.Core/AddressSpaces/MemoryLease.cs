namespace WarpDrive.Uacce.Core;

/// <summary>Ranges of an address space that a device may touch until it releases them. Reused by its owner; nothing here allocates once warm.</summary>
/// <remarks>Not thread safe: one worker's, for one step. Filled by <see cref="AddressSpace.TryAcquire"/>.</remarks>
public abstract class MemoryLease
{
    /// <summary>How many ranges are held.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// The memory of a range, at most the length asked for. An address space that stages may hand out less (a window);
    /// <see cref="TryMoveWindow"/> goes on.
    /// </summary>
    /// <param name="index">Which range, in the order of acquisition.</param>
    public abstract Span<byte> Memory(int index);

    /// <summary>Bytes of the range that lie before the current window.</summary>
    /// <param name="index">Which range.</param>
    public abstract int WindowOffset(int index);

    /// <summary>Commits what was produced in a window and moves to the next; false when there is none, or the memory is gone.</summary>
    /// <param name="index">Which range.</param>
    /// <param name="produced">Bytes of the window that were written; ignored for read-only ranges.</param>
    /// <param name="faultAddress">When the memory is gone: where; else 0.</param>
    public abstract bool TryMoveWindow(int index, int produced, out ulong faultAddress);

    /// <summary>Writes back what was produced in the current window of a range; free where memory is handed out itself.</summary>
    /// <param name="index">Which range.</param>
    /// <param name="produced">Bytes from the window's start.</param>
    /// <param name="faultAddress">When it cannot be written: the first bad address; else 0.</param>
    public abstract bool TryCommit(int index, int produced, out ulong faultAddress);

    /// <summary>
    /// Whether what a request has read might be read. Leases of <see cref="AddressSpace.CreateLeases"/> may know it at the first commit only, or here: one of
    /// them is asked before the request is told to be done, or failed for any other reason than an address. Free where nothing was put off.
    /// </summary>
    /// <param name="faultAddress">When not: the first address without permission; else 0.</param>
    public virtual bool TryConfirm(out ulong faultAddress)
    {
        faultAddress = 0;
        return true;
    }

    /// <summary>
    /// Tells what is about to be acquired for several requests, so that neighbours of different requests are copied by one call. A hint: nothing is held, asked
    /// or refused, and what comes may be something else. It is forgotten by <see cref="Release"/>, which must come before a request that depends on one before.
    /// </summary>
    /// <param name="ranges">Untrusted ranges, in the order of their addresses where that is possible.</param>
    public virtual void Expect(ReadOnlySpan<MemoryRange> ranges)
    {
    }

    /// <summary>Writes back whole ranges, one after the other: <see cref="TryCommit"/> for each, with one call for neighbours that were expected.</summary>
    /// <param name="indices">Which ranges, each one window long.</param>
    /// <returns>How many were written; the one behind them cannot be.</returns>
    public virtual int Commit(ReadOnlySpan<int> indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (!TryCommit(indices[i], Memory(indices[i]).Length, out _))
            {
                return i;
            }
        }

        return indices.Length;
    }

    /// <summary>Gives all ranges back. Anything not committed is dropped. Harmless when nothing is held.</summary>
    public abstract void Release();
}
