using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce;

/// <summary>The client's half of how clients and workers hand each other a queue without losing a ring, as numbered steps (uacced.md §4.1 and §5.1).</summary>
/// <remarks>
/// <para>Two store-then-look pairs; the workers' half is <c>WakeProtocol</c> in the core. Ring: <b>tail</b>, fence, look at <b>attention</b>; a worker
/// that lets go: <b>attention</b>, fence, look at <b>tail</b>. Announcing in a channel: <b>summary</b>, fence, look at the <b>channel's attention</b>; a
/// worker that lets the channel go: <b>channel's attention</b>, fence, look at <b>summary</b>.</para>
/// <para>The type parameters are structs: the production cells are inlined, the cells of the tests enumerate every order.</para>
/// </remarks>
internal static class RingProtocol
{
    /// <summary>Tells the workers of a new tail, behind the release store of the tail cell.</summary>
    /// <param name="cells">Cells of the queue.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rung<T>(ref T cells)
        where T : struct, IRingCells, allows ref struct
    {
        cells.Fence();                                                  // R1: the tail is visible before attention is looked at
        if (cells.LoadAttention() == AttentionState.Announce)           // R2: nobody is looking?
        {
            if (cells.ExchangeAttention(AttentionState.Watched) == AttentionState.Announce)   // R3: one of several ringers says it
            {
                cells.Announce();                                       // R4: to the pool; from another process, C1…C5
            }
        }
    }

    /// <summary>Says in a channel that a queue has news: R4 of a client in another process, who can reach neither ready list nor parked words.</summary>
    /// <param name="cells">Cells of the client's channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AnnounceSlot<T>(ref T cells)
        where T : struct, IChannelRingCells
    {
        cells.SetSlot();                                                // C1: which queue
        cells.SetSummary();                                             // C2: where to look for it, then full fence
        if (cells.LoadAttention() == AttentionState.Announce)           // C3: does no worker hold the channel?
        {
            if (cells.ExchangeAttention(AttentionState.Watched) == AttentionState.Announce)   // C4: one of several says it
            {
                cells.Kick();                                           // C5: the bell announces the channel to the pool
            }
        }
    }
}
