namespace WarpDrive;

/// <summary>How hashers, ciphers and keys choose devices and treat requests. Immutable.</summary>
public sealed record CryptoOptions
{
    /// <summary>Only the device of this name is used, e.g. <c>hisi_sec2-0</c>; null for what <see cref="AcceleratorOptions.Device"/> says.</summary>
    public string? Device { get; init; }

    /// <summary>How requests are spread over devices; null for what the library instance does.</summary>
    public SchedulingPolicy? Scheduling { get; init; }

    /// <summary>Deadline of a request, more than zero, at most a day; null for that of the library instance.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Engine path that software devices must use, e.g. <c>avx512</c>; null lets them choose the fastest. Hardware ignores it.</summary>
    public string? Engine { get; init; }

    internal void Validate()
    {
        if (Deadline is TimeSpan deadline)
        {
            Deadlines.Check(deadline, nameof(Deadline));
        }
    }
}
