namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>Collects the entries of a job that the user wants and the machine has.</summary>
/// <param name="wanted">Those wanted.</param>
/// <param name="isRight">How their results are checked.</param>
internal sealed class RivalList(Rivals wanted, Func<Contestant, long, bool> isRight)
{
    private readonly List<ContestEntry> _entries = [];

    /// <summary>The entries, in the order in which they were offered.</summary>
    internal IReadOnlyList<ContestEntry> Entries => _entries;

    /// <summary>Offers one.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">What reports call it.</param>
    /// <param name="make">Makes an instance; null when the machine does not have it.</param>
    internal void Offer(Rivals kind, string name, Func<Contestant>? make)
    {
        if (make is not null && wanted.HasFlag(kind))
        {
            _entries.Add(new ContestEntry(name, make, isRight));
        }
    }

    /// <summary>Offers the two that stand for the system: libcrypto is the system where the runtime has no such class.</summary>
    /// <param name="runtimeName">What reports call the class.</param>
    /// <param name="runtime">Makes it; null when there is none.</param>
    /// <param name="libCrypto">Makes the other; null when it is not installed or lacks the algorithm.</param>
    internal void OfferSystem(string runtimeName, Func<Contestant>? runtime, Func<Contestant>? libCrypto)
    {
        Offer(Rivals.System, runtimeName, runtime);
        bool stands = runtime is null && wanted.HasFlag(Rivals.System);
        Offer(stands ? Rivals.System : Rivals.LibCrypto, "libcrypto called directly", libCrypto);
    }
}
