namespace WarpDrive.Uacce.Core;

/// <summary>The reserved memory of clients elsewhere: one domain for all connections of a process.</summary>
/// <remarks>Thread safe.</remarks>
internal sealed class SharedDomains
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, Entry> _entries = [];

    /// <summary>The domain of a process, made for its first connection.</summary>
    /// <param name="process">Which process.</param>
    internal SharedDomain Join(object process)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(process, out Entry? entry))
            {
                _entries.Add(process, entry = new Entry());
            }

            entry.Connections++;
            return entry.Domain;
        }
    }

    /// <summary>A connection has ended.</summary>
    /// <param name="process">What was given to <see cref="Join"/>.</param>
    internal void Leave(object process)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(process, out Entry? entry) && --entry.Connections == 0)
            {
                _entries.Remove(process);
                entry.Domain.Revoke();
            }
        }
    }

    private sealed class Entry
    {
        public SharedDomain Domain { get; } = new(isForeign: true);

        public int Connections { get; set; }
    }
}
