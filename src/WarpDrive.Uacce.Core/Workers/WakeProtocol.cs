namespace WarpDrive.Uacce.Core;

/// <summary>How clients and workers hand each other a queue without losing a ring, as numbered steps.</summary>
/// <remarks>
/// <para>Two store-then-look pairs. Ring: <b>tail</b>, fence, look at <b>attention</b>; letting go: <b>attention</b>, fence, look at <b>tail</b>.
/// Announcing: <b>ready list</b>, fence, look at <b>parked</b>; parking: <b>parked</b>, fence, look at <b>ready list</b>. With the fence between
/// store and look on both sides, at least one of the two sees the other's store, so either the client announces or the worker stays.
/// The client's own steps, R1…R4 and C1…C5, are in <see cref="RingProtocol"/>, which clients in other processes run too.</para>
/// <para>The type parameters are structs: the production cells are inlined, the cells of the tests enumerate every order.</para>
/// </remarks>
internal static partial class WakeProtocol
{
    /// <summary>Worker side: stops looking at a queue.</summary>
    /// <param name="cells">Cells of the queue, which the worker owns.</param>
    /// <returns>False when there is work, or somebody wants the queue looked at: the worker keeps it.</returns>
    public static bool TryLetGo<T>(ref T cells)
        where T : struct, IWatchCells
    {
        cells.StoreAttention(AttentionState.Announce);                  // L1: from now on, ringers announce
        cells.Fence();                                                  // L2: attention is visible before the tail is looked at
        if (cells.HasWorkAgain())                                       // L3: look again: a ringer may have seen the old attention
        {
            cells.ExchangeAttention(AttentionState.Watched);            // L4: keep it; if a ringer was faster, its announcement finds us
            return false;
        }

        if (cells.TryDisown())                                          // L5: the next to claim it gets it
        {
            return true;
        }

        cells.ExchangeAttention(AttentionState.Watched);                // L6: an announcement came by while we still owned it: keep it
        return false;
    }

    /// <summary>Client side: puts a queue on the ready list and sees to it that a worker looks there.</summary>
    /// <param name="cells">Cells of the pool.</param>
    public static void Announce<T>(ref T cells)
        where T : struct, IParkCells
    {
        cells.SetReady();                                               // A1: ready bit, then full fence
        int worker = cells.TakeParkedWorker();                          // A2: look who is parked
        if (worker >= 0)
        {
            cells.Wake(worker);                                         // A3
        }
    }

    /// <summary>Worker side: sleeps until somebody announces.</summary>
    /// <param name="cells">Cells of the pool.</param>
    /// <returns>False when it did not sleep, because something was ready.</returns>
    public static bool TryPark<T>(ref T cells)
        where T : struct, IParkCells
    {
        cells.ListAsParked();                                           // P1: parked, then full fence
        if (cells.AnyReadyAgain())                                      // P2: look again: an announcer may have seen nobody parked
        {
            cells.Unlist();                                             // P3
            return false;
        }

        cells.Sleep();                                                  // P4: ends at once when A3 has changed the word
        cells.Unlist();                                                 // P5
        return true;
    }
}
