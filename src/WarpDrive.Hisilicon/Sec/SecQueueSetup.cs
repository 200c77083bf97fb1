namespace WarpDrive.Hisilicon.Sec;

/// <summary>What a SEC queue is set up for.</summary>
/// <param name="Generation">QM generation of the device.</param>
/// <param name="HasSva">The device shares the process's addresses.</param>
/// <param name="ScatterRequests">Scattered requests in flight.</param>
internal readonly record struct SecQueueSetup(int Generation, bool HasSva, int ScatterRequests)
{
    /// <summary>Generation 2 takes BD2, anything else BD3 (hisi-sec.md §1).</summary>
    internal bool IsBd2 => Generation == 2;

    /// <summary>Generation 3 computes ends of GCM streams in software; later ones on the device (§7.4).</summary>
    internal bool EndsStreams => Generation > 3;

    /// <summary>The prefetch hint of BD3 (§4).</summary>
    /// <param name="isFlat">No lists.</param>
    /// <param name="length">Bytes of data.</param>
    internal bool Prefetches(bool isFlat, int length) => HasSva && (Generation >= 5 || (isFlat && length <= SecLimits.MaxPrefetch));
}
