namespace WarpDrive.Engines.Deflate;

/// <summary>What a caller wants to force on a <see cref="DeflateSelector"/>.</summary>
public sealed record DeflateSelectorOptions
{
    /// <summary>The engine to use for everything, even where it cannot keep a promise; <see langword="null"/>: the fastest that keeps it.</summary>
    public DeflateEngineKind? Engine { get; init; }

    /// <summary>The engine's own level for every promise; needs <see cref="Engine"/>. <see langword="null"/>: what keeps the promise, or its highest.</summary>
    public int? EngineLevel { get; init; }
}
