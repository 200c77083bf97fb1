namespace WarpDrive.Hisilicon.Qm;

/// <summary>Where the rings of a queue live: the DUS region of a queue file, or the memory of a guest.</summary>
/// <remarks>Asked at START and STOP only; in between the device works on <see cref="QmRings"/>, without calls.</remarks>
public interface IQmRingMemory
{
    /// <summary>Takes a lease of the ranges that a context names.</summary>
    /// <param name="context">Untrusted where a guest wrote it.</param>
    /// <param name="rings">The rings, valid until <see cref="Release"/>.</param>
    /// <returns>False when a ring does not lie in this memory.</returns>
    bool TryAcquire(QmQueueContext context, out QmRings rings);

    /// <summary>Gives the lease back.</summary>
    void Release();

    /// <summary>Tells the client that nothing can be submitted any more (TX status word), where the transport has such a word.</summary>
    void MarkSubmitDead();

    /// <summary>Tells the client that nothing will be completed any more (RX status word); after <see cref="MarkSubmitDead"/>.</summary>
    void MarkReceiveDead();
}
