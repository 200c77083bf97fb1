namespace WarpDrive.Engines.Deflate;

/// <summary>A bounded, lock-free store of idle instances, one row of slots per engine, level and window.</summary>
/// <typeparam name="T">What is stored.</typeparam>
internal sealed class EnginePool<T> : IDisposable
    where T : class, IDisposable
{
    private const int LevelsPerKind = 16;
    private const int Kinds = 4;

    private readonly T?[]?[] _rows = new T?[]?[Kinds * LevelsPerKind * DeflateWindow.Count];
    private readonly int _capacity;
    private volatile bool _disposed;

    /// <param name="capacity">Idle instances kept per engine, level and window, at least 1.</param>
    internal EnginePool(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>An idle instance, or null when there is none.</summary>
    internal T? TryRent(DeflateEngineKind kind, int level, int windowBits)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        T?[]? row = Volatile.Read(ref _rows[RowOf(kind, level, windowBits)]);
        for (int i = 0; row is not null && i < row.Length; i++)
        {
            if (Volatile.Read(ref row[i]) is not null && Interlocked.Exchange(ref row[i], null) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Keeps an instance, or disposes it when its row is full or the pool is gone.</summary>
    internal void Return(DeflateEngineKind kind, int level, int windowBits, T instance)
    {
        ref T?[]? slot = ref _rows[RowOf(kind, level, windowBits)];
        T?[]? row = Volatile.Read(ref slot);
        if (row is null)
        {
            var fresh = new T?[_capacity];
            row = Interlocked.CompareExchange(ref slot, fresh, null) ?? fresh;
        }

        for (int i = 0; i < row.Length; i++)
        {
            if (Volatile.Read(ref row[i]) is null && Interlocked.CompareExchange(ref row[i], instance, null) is null)
            {
                // Full fence by the exchange above, then look: either this sees a disposal, or the disposal sees the instance.
                if (_disposed)
                {
                    Interlocked.Exchange(ref row[i], null)?.Dispose();
                }

                return;
            }
        }

        instance.Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        Interlocked.MemoryBarrier();   // pairs with the exchange in Return
        foreach (ref T?[]? slot in _rows.AsSpan())
        {
            T?[]? row = Volatile.Read(ref slot);
            for (int i = 0; row is not null && i < row.Length; i++)
            {
                Interlocked.Exchange(ref row[i], null)?.Dispose();
            }
        }
    }

    private static int RowOf(DeflateEngineKind kind, int level, int windowBits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)kind, (uint)Kinds, nameof(kind));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)level, (uint)LevelsPerKind, nameof(level));
        DeflateWindow.Require(windowBits);
        return (((windowBits - DeflateWindow.MinBits) * Kinds) + (int)kind) * LevelsPerKind + level;
    }
}
