using WarpDrive.Engines.PublicKey;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>A device's prepared keys: one cache for each address space that has queues. Thread safe.</summary>
/// <remarks>Keys are zeroed when they are evicted, when a queue of their address space stops, and when the last one is closed.</remarks>
internal sealed class HpreKeyStore(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AddressSpace, Entry> _entries = [];

    /// <summary>Address spaces with queues.</summary>
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

    /// <summary>The cache of an address space; <see cref="Return"/> it when the queue is closed.</summary>
    internal PreparedKeyCache Rent(AddressSpace space)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(space, out Entry? entry))
            {
                entry = new Entry(new PreparedKeyCache(capacity));
                _entries.Add(space, entry);
            }

            entry.Queues++;
            return entry.Keys;
        }
    }

    /// <summary>A queue of the address space is closed.</summary>
    internal void Return(AddressSpace space)
    {
        lock (_lock)
        {
            Entry entry = _entries[space];
            entry.Keys.Clear();
            if (--entry.Queues == 0)
            {
                _entries.Remove(space);
                entry.Keys.Dispose();
            }
        }
    }

    /// <summary>The cache when there is one address space; for tests.</summary>
    internal PreparedKeyCache? Only
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count == 1 ? _entries.Values.First().Keys : null;
            }
        }
    }

    private sealed class Entry(PreparedKeyCache keys)
    {
        internal PreparedKeyCache Keys { get; } = keys;

        internal int Queues { get; set; }
    }
}
