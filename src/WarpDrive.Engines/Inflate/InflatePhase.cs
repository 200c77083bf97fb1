namespace WarpDrive.Engines.Inflate;

/// <summary>Where in the stream an <see cref="Inflater"/> stands.</summary>
public enum InflatePhase
{
    /// <summary>No bit of the next block is decoded yet.</summary>
    BetweenBlocks,

    /// <summary>A block is begun and not complete.</summary>
    InBlock,

    /// <summary>The final block is complete.</summary>
    Done,

    /// <summary>An error ended the stream.</summary>
    Failed,
}
