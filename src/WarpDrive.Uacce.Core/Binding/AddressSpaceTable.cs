using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>The address spaces that have queues: one object and one PASID each, however many queues and devices (uacce.md §7.1).</summary>
/// <remarks>Thread safe.</remarks>
internal sealed class AddressSpaceTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, Entry> _entries = [];
    private readonly PasidAllocator _pasids;

    /// <summary>Creates an empty table.</summary>
    /// <param name="largestPasid">Largest PASID given out.</param>
    internal AddressSpaceTable(uint largestPasid) => _pasids = new PasidAllocator(largestPasid);

    /// <summary>Address spaces with at least one binding.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Binds a queue to an address space; the first binding makes it.</summary>
    /// <param name="source">Whose memory.</param>
    /// <exception cref="LinuxException">ENOSPC: no PASID left. ESRCH: the address space has ended.</exception>
    internal AddressSpace Bind(AddressSpaceSource source)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(source.Identity, out Entry? entry))
            {
                uint pasid = _pasids.Take();
                try
                {
                    entry = new Entry(source.Create(pasid));
                }
                catch
                {
                    _pasids.Return(pasid);
                    throw;
                }

                _entries.Add(source.Identity, entry);
            }

            if (entry.Ended || entry.Space.IsGone)
            {
                LinuxException.Throw("bind", Errno.ESRCH, "the address space has ended");
            }

            entry.Bindings++;
            return entry.Space;
        }
    }

    /// <summary>Undoes one binding; the last one frees the PASID.</summary>
    /// <param name="source">The source given to <see cref="Bind"/>.</param>
    internal void Unbind(AddressSpaceSource source)
    {
        AddressSpace? last = null;
        lock (_lock)
        {
            Entry entry = _entries[source.Identity];
            if (--entry.Bindings == 0)
            {
                _entries.Remove(source.Identity);
                _pasids.Return(entry.Space.Pasid);
                last = entry.Space;
            }
        }

        (last as IDisposable)?.Dispose();
    }

    /// <summary>From now on nothing binds to the address space, and what still runs reads and writes nothing of it.</summary>
    /// <param name="source">The source.</param>
    /// <returns>The address space, or null when nothing is bound.</returns>
    internal AddressSpace? End(AddressSpaceSource source)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(source.Identity, out Entry? entry))
            {
                return null;
            }

            entry.Ended = true;
            entry.Space.Revoke();
            return entry.Space;
        }
    }

    /// <summary>Whether <see cref="End"/> was called for an address space that still has bindings.</summary>
    /// <param name="source">The source.</param>
    internal bool IsEnded(AddressSpaceSource source)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(source.Identity, out Entry? entry) && entry.Ended;
        }
    }

    private sealed class Entry(AddressSpace space)
    {
        public AddressSpace Space { get; } = space;

        public int Bindings { get; set; }

        public bool Ended { get; set; }
    }
}
