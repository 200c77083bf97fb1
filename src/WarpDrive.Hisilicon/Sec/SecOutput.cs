using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A piece of a submitter's memory that a request writes.</summary>
internal unsafe struct SecOutput
{
    /// <summary>The piece itself; null when its address space hands it out in windows.</summary>
    internal byte* Data;
    internal int Length;
    /// <summary>Its place in the lease, which must be committed; no lease when the memory is used directly.</summary>
    internal int LeaseIndex;
    internal MemoryLease? Lease;

    /// <summary>Copies private data here, where <see cref="Data"/> is the piece itself.</summary>
    /// <param name="source">The data; null when it is here already.</param>
    internal readonly void Put(byte* source)
    {
        if (source != null)
        {
            Buffer.MemoryCopy(source, Data, Length, Length);
        }
    }

    /// <summary>Writes private data here and commits it.</summary>
    /// <param name="source">The data; null when it is here already.</param>
    /// <param name="faultAddress">When the memory is gone: where.</param>
    internal readonly bool TryFinish(byte* source, out ulong faultAddress)
    {
        faultAddress = 0;
        if (Data != null)
        {
            Put(source);
            return Lease is null || Lease.TryCommit(LeaseIndex, Length, out faultAddress);
        }

        var rest = new ReadOnlySpan<byte>(source, Length);
        while (true)
        {
            Span<byte> window = Lease!.Memory(LeaseIndex);
            int length = Math.Min(window.Length, rest.Length);
            rest[..length].CopyTo(window);
            rest = rest[length..];
            if (rest.IsEmpty)
            {
                return Lease.TryCommit(LeaseIndex, length, out faultAddress);
            }

            if (length == 0 || !Lease.TryMoveWindow(LeaseIndex, length, out faultAddress))
            {
                return false;
            }
        }
    }
}
