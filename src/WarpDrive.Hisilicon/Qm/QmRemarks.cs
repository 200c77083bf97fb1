namespace WarpDrive.Hisilicon.Qm;

/// <summary>What a model says about a request beside its descriptor. Sixteen bytes, so that forgetting what was said about the last one is one store.</summary>
internal struct QmRemarks
{
    /// <summary>First address that could not be used; 0 none.</summary>
    internal ulong FaultAddress;
    /// <summary>Device-specific number of the path that did the work.</summary>
    internal ushort Engine;
    /// <summary>Device-specific detail of a failure; 0 none.</summary>
    internal ushort Reason;
    /// <summary>How many requests ran together in SIMD lanes; 0: all of the batch.</summary>
    internal ushort Lanes;
    /// <summary>The request never completes, and its queue dies.</summary>
    internal bool IsFatal;
    /// <summary>What is to be wrong with its completion.</summary>
    internal QmCompletionFault Fault;

    /// <summary>Whether there is something to explain, also to a client that asked for no notes.</summary>
    internal readonly bool NeedsNote => Reason != 0 || FaultAddress != 0;
}
