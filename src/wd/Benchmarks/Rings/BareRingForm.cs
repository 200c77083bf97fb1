namespace WarpDrive.Tool.Benchmarks.Rings;

/// <summary>Who is on the other side of a bare ring.</summary>
internal enum BareRingForm
{
    /// <summary>The same thread.</summary>
    OneThread,

    /// <summary>Another thread, which spins.</summary>
    TwoThreads,

    /// <summary>Another process, which spins.</summary>
    TwoProcesses,
}
