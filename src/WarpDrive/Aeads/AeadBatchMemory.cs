using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive;

/// <summary>IVs and lists of the requests of one batch; kept for the next one of the thread, so that a warm batch allocates nothing.</summary>
internal sealed unsafe class AeadBatchMemory : IDisposable
{
    /// <summary>Requests of which the memory is kept: 120 KB.</summary>
    private const int MostKept = 1024;

    [ThreadStatic]
    private static AeadBatchMemory? t_spare;

    private byte[] _ivs = [];
    private AeadLists[] _lists = [];

    private AeadBatchMemory()
    {
    }

    /// <summary>Memory for a batch. While it is in use no other batch gets it, one that begins within this one included.</summary>
    /// <param name="count">Requests.</param>
    internal static AeadBatchMemory Rent(int count)
    {
        AeadBatchMemory memory = t_spare ?? new AeadBatchMemory();
        t_spare = null;
        if (memory._lists.Length < count)
        {
            memory._ivs = GC.AllocateUninitializedArray<byte>(AeadFacts.IvBuffer * count, pinned: true);
            memory._lists = new AeadLists[count];
        }

        return memory;
    }

    /// <summary>The lists of a request.</summary>
    /// <param name="index">Which one.</param>
    internal AeadLists Lists(int index) => _lists[index] ??= new AeadLists();

    /// <summary>Room for the IV of a request.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="address">Its address, which does not change.</param>
    internal Span<byte> Iv(int index, out ulong address)
    {
        Span<byte> iv = _ivs.AsSpan(index * AeadFacts.IvBuffer, AeadFacts.IvBuffer);
        address = (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetReference(iv));
        return iv;
    }

    /// <summary>Gives it back, when every request has ended.</summary>
    public void Dispose()
    {
        if (_lists.Length <= MostKept)
        {
            t_spare = this;
        }
    }
}
