namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// Keys made ready for use, by the block that a request carries: preparing one costs more than using it. One cache serves one address
/// space, so that nobody's time tells of another's keys. Bounded; the one used longest ago makes room. What leaves is zeroed as soon as no
/// request uses it. Thread safe.
/// </summary>
/// <remarks>
/// A block is found by a keyed hash (<see cref="KeyedHash"/>) and then compared as a whole in constant time; the cache therefore holds the
/// block, which it zeroes with the rest. The owner disposes the cache when the address space ends.
/// </remarks>
public sealed class PreparedKeyCache : IDisposable
{
    /// <summary>Keys that a cache holds unless told otherwise.</summary>
    public const int DefaultCapacity = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, PreparedKey> _keys;
    private long _clock;
    private long _hits;
    private long _misses;
    private bool _disposed;

    /// <summary>An empty cache.</summary>
    /// <param name="capacity">Keys at most, from 1.</param>
    public PreparedKeyCache(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        _keys = new Dictionary<UInt128, PreparedKey>(capacity);
    }

    /// <summary>Keys at most.</summary>
    public int Capacity { get; }

    /// <summary>Keys held now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _keys.Count;
            }
        }
    }

    /// <summary>Requests that found their key ready.</summary>
    public long Hits => Volatile.Read(ref _hits);

    /// <summary>Requests that did not.</summary>
    public long Misses => Volatile.Read(ref _misses);

    /// <summary>Drops every key. A key in use is zeroed when its last request ends. The cache stays usable.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (PreparedKey key in _keys.Values)
            {
                key.Release();
            }

            _keys.Clear();
        }
    }

    /// <summary>Drops every key and keeps none from now on; requests still work, each preparing its key for itself.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Clear();
        }
    }

    /// <summary>The prepared form of a block with a reference for the caller, or null.</summary>
    internal PreparedKey? Rent(UInt128 name, KeyClass kind, ReadOnlySpan<byte> block)
    {
        lock (_gate)
        {
            if (_keys.TryGetValue(name, out PreparedKey? key) && key.IsOf(kind, block))
            {
                key.AddReference();
                key.LastUse = ++_clock;
                _hits++;
                return key;
            }

            _misses++;
            return null;
        }
    }

    /// <summary>Keeps a key, with a reference of the cache's own. One that is there already, made meanwhile by another worker, stays.</summary>
    internal void Keep(UInt128 name, PreparedKey key)
    {
        lock (_gate)
        {
            if (_disposed || _keys.ContainsKey(name))
            {
                return;
            }

            if (_keys.Count >= Capacity)
            {
                EvictOldest();
            }

            key.Name = name;
            key.LastUse = ++_clock;
            key.AddReference();
            _keys.Add(name, key);
        }
    }

    private void EvictOldest()
    {
        // A scan: it happens only beside a preparation, which costs far more than looking at 64 entries.
        PreparedKey? oldest = null;
        foreach (PreparedKey key in _keys.Values)
        {
            if (oldest is null || key.LastUse < oldest.LastUse)
            {
                oldest = key;
            }
        }

        if (oldest is not null)
        {
            _keys.Remove(oldest.Name);
            oldest.Release();
        }
    }
}
