using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>A driver's scatter lists: 255 entries each, in native memory, chained as needed (hisi-qm-zip.md A11).</summary>
/// <remarks>Not thread safe: a queue's sender writes and gives back under the queue's own rules. Nothing is allocated after construction.</remarks>
public sealed unsafe class QmSglPool : IDisposable
{
    private const int End = -1;

    private readonly int[] _next;   // of a free list: the next free one; of a used one: the next of its chain
    private byte* _memory;
    private int _free;

    /// <summary>Reserves the lists.</summary>
    /// <param name="lists">1…256.</param>
    public QmSglPool(int lists = QmSgl.MaxLists)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lists, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lists, QmSgl.MaxLists);
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(lists * QmSgl.ListSize), QmSglHeader.SizeInBytes);
        _next = new int[lists];
        for (int i = 0; i < lists; i++)
        {
            _next[i] = i + 1 < lists ? i + 1 : End;
        }

        FreeLists = lists;
    }

    /// <summary>Frees the memory when the owner forgot to.</summary>
    ~QmSglPool() => Free();

    /// <summary>Lists that are free.</summary>
    public int FreeLists { get; private set; }

    /// <summary>Writes the pieces of a buffer as a chain of lists; empty pieces are skipped.</summary>
    /// <param name="segments">The pieces.</param>
    /// <param name="chain">The chain when written.</param>
    /// <returns>Anything but <see cref="QmSglWriteResult.Written"/> leaves the pool as it was.</returns>
    public QmSglWriteResult TryWrite(ReadOnlySpan<ScatterSegment> segments, out QmSglChain chain)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        chain = default;
        int entries = 0;
        foreach (ScatterSegment segment in segments)
        {
            if (segment.Length is < 0 or > QmSgl.MaxEntryLength)
            {
                return QmSglWriteResult.Refused;
            }

            entries += IsEmpty(segment) ? 0 : 1;
        }

        int lists = (entries + QmSgl.MaxEntries - 1) / QmSgl.MaxEntries;
        if (lists == 0)
        {
            return QmSglWriteResult.Empty;
        }

        if (lists > _next.Length)
        {
            return QmSglWriteResult.Refused;   // would never fit
        }

        if (lists > FreeLists)
        {
            return QmSglWriteResult.Busy;
        }

        chain = Fill(segments, lists);
        return QmSglWriteResult.Written;
    }

    /// <summary>Gives a chain back; once, when its request is done or was not sent.</summary>
    /// <param name="chain">From <see cref="TryWrite"/>; the default value is nothing and ignored.</param>
    public void Return(in QmSglChain chain)
    {
        if (chain.Address == 0 || _memory is null)
        {
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)chain.First, (uint)_next.Length, nameof(chain));
        int last = chain.First;
        int count = 1;
        while (_next[last] != End)
        {
            last = _next[last];
            count++;
        }

        _next[last] = _free;
        _free = chain.First;
        FreeLists += count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static bool IsEmpty(in ScatterSegment segment) => segment.Length == 0 || segment.Address == 0;

    private QmSglChain Fill(ReadOnlySpan<ScatterSegment> segments, int lists)
    {
        int first = _free;
        int list = first;
        ref QmSglHeader header = ref Begin(list, lists);
        QmSglEntry* entry = Entries(list);
        long total = 0;
        foreach (ScatterSegment segment in segments)
        {
            if (IsEmpty(segment))
            {
                continue;
            }

            if (header.Entries == QmSgl.MaxEntries)
            {
                list = _next[list];
                ulong next = Address(list);
                header.Next = next;
                header.DriverNext = next;
                header = ref Begin(list, lists);
                entry = Entries(list);
            }

            *entry++ = new QmSglEntry { Address = segment.Address, Length = (uint)segment.Length, DriverAddress = segment.Address };
            header.Entries++;
            header.DriverBytes += (ulong)segment.Length;
            total += segment.Length;
        }

        _free = _next[list];
        _next[list] = End;
        FreeLists -= lists;
        return new QmSglChain(Address(first), first, total);
    }

    private ref QmSglHeader Begin(int list, int lists)
    {
        ref QmSglHeader header = ref Unsafe.AsRef<QmSglHeader>((void*)Address(list));
        header = new QmSglHeader { ChainEntries = (ushort)Math.Min(ushort.MaxValue, lists * QmSgl.MaxEntries), Capacity = QmSgl.MaxEntries };
        return ref header;
    }

    private ulong Address(int list) => (ulong)(_memory + ((nint)list * QmSgl.ListSize));

    private QmSglEntry* Entries(int list) => (QmSglEntry*)(Address(list) + QmSglHeader.SizeInBytes);

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
