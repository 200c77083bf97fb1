namespace WarpDrive.Uacce;

/// <summary>What a queue is set up for, whatever its class; fixed for its life.</summary>
public record QueueOptions
{
    /// <summary>Engine that a software device must use, e.g. <c>isal</c>; null lets it choose. Hardware ignores it.</summary>
    public string? Engine { get; init; }

    /// <summary>Ask software devices for notes (engine, times) in completions.</summary>
    public bool WantNotes { get; init; } = true;

    /// <summary>Entries of a scatter list pool are made for this many scattered requests in flight, 0…1023.</summary>
    public int ScatterRequests { get; init; } = 16;
}
