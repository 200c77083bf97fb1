using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>An operation with a key, done in several ways.</summary>
internal sealed class PublicKeyJob : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>What reports call it.</summary>
    internal required string Name { get; init; }

    /// <summary>Bytes of the digest, or of the other party's key.</summary>
    internal required int InputSize { get; init; }

    /// <summary>The library.</summary>
    internal required Func<Contestant> Library { get; init; }

    /// <summary>The class of the runtime; null where it has none.</summary>
    internal Func<Contestant>? Runtime { get; init; }

    /// <summary>What reports call that.</summary>
    internal string RuntimeName { get; init; } = "";

    /// <summary>libcrypto; null when it is not installed or lacks the operation.</summary>
    internal Func<Contestant>? LibCrypto { get; init; }

    /// <summary>The engine of software devices.</summary>
    internal Func<Contestant>? Engine { get; init; }

    /// <summary>Whether a result is right, by another implementation than most of those that made it.</summary>
    internal required Func<Contestant, bool> IsRight { get; init; }

    /// <summary>Keeps something until the job is over.</summary>
    internal PublicKeyJob Own(params ReadOnlySpan<IDisposable?> owned)
    {
        foreach (IDisposable? one in owned)
        {
            if (one is not null)
            {
                _owned.Add(one);
            }
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable one in _owned)
        {
            one.Dispose();
        }
    }
}
