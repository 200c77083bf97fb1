namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>How callers call.</summary>
internal enum HashMode
{
    /// <summary>Many messages with one synchronous call.</summary>
    Batch,

    /// <summary>One awaited call at a time.</summary>
    Single,

    /// <summary>Many tasks, each with one awaited call at a time.</summary>
    Async,
}
