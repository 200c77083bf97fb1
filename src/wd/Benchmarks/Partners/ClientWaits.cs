namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>How a client of a daemon waits for its results.</summary>
internal enum ClientWaits
{
    /// <summary>It looks for a moment while a worker is awake and processors are free, then arms the event and sleeps: as the library's contexts wait.</summary>
    Look,

    /// <summary>It arms the event and sleeps.</summary>
    Sleep,
}
