namespace WarpDrive.Conformance.Contract;

/// <summary>Where a provider may differ from the contract (design.md §10). Printed by the suite; nothing else may be left out.</summary>
/// <param name="Name">What a test asks for by <see cref="ProviderContract.Excepts"/>.</param>
/// <param name="Reason">Why.</param>
public sealed record NamedException(string Name, string Reason)
{
    /// <summary>Control operations of another process are not refused.</summary>
    public const string NoOwnerCheck = "no-owner-check";

    /// <summary>Views of a removed device fault instead of answering "device gone".</summary>
    public const string RemovedViewsFault = "removed-views-fault";

    /// <summary>Who sleeps in a wait when the device is removed or reset is not woken, and ends by its time-out.</summary>
    public const string SleepersNotWoken = "sleepers-not-woken";

    /// <summary>Memory may be reserved through queues of devices with SVA, too.</summary>
    public const string ReservesWithSva = "reserves-with-sva";
}
