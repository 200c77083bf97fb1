namespace WarpDrive.Uacce.Compression;

/// <summary>What a compression queue is set up for; fixed for its life.</summary>
public sealed record CompressionQueueOptions
{
    /// <summary>Direction.</summary>
    public CompressionDirection Direction { get; init; }

    /// <summary>Promised ratio: 0 = fastest (the runtime's Fastest), 1…9 = zlib's at that level. Hardware has one level and ignores it.</summary>
    public int Level { get; init; }

    /// <summary>Engine that a software device must use, e.g. <c>isal</c>; null lets it choose. Hardware ignores it.</summary>
    public string? Engine { get; init; }

    /// <summary>Ask software devices for notes (engine, times) in completions.</summary>
    public bool WantNotes { get; init; } = true;

    /// <summary>Entries of a scatter list pool are made for this many scattered requests in flight, 0…1023.</summary>
    public int ScatterRequests { get; init; } = 16;
}
