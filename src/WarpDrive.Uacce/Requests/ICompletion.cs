namespace WarpDrive.Uacce;

/// <summary>What the completions of all classes of requests tell.</summary>
public interface ICompletion
{
    /// <summary>Mark of the request.</summary>
    uint Tag { get; }

    /// <summary>How it ended.</summary>
    RequestStatus Status { get; }

    /// <summary>Device-specific number of the engine path, 0 unknown.</summary>
    ushort Engine { get; }

    /// <summary>First address that could not be used; 0 when none.</summary>
    ulong FaultAddress { get; }

    /// <summary>Stopwatch time stamp at which the device took the request, 0 when not measured.</summary>
    long TakenAt { get; }

    /// <summary>Nanoseconds of service, 0 when not measured.</summary>
    uint ServedNanoseconds { get; }

    /// <summary>Requests executed together with this one.</summary>
    uint BatchSize { get; }
}
