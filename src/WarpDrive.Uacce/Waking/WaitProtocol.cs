using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce;

/// <summary>How a client sleeps until a completion, and the device wakes it without a wasted call, as numbered steps (uacced.md §4.2).</summary>
/// <remarks>
/// <para>A store-then-look pair. Waiting: <b>arm</b>, fence, look at <b>posted</b>; posting: <b>posted</b>, fence, look at <b>arm</b>. At least one of
/// the two sees the other's store, so either the client stays awake or the device raises the event. The event stays raised until it is taken back, and
/// between a taking back and a sleep there is an arming with its look.</para>
/// <para>The type parameters are structs: the production cells are inlined, the cells of the tests enumerate every order.</para>
/// </remarks>
internal static class WaitProtocol
{
    /// <summary>Client: sleeps until the event is raised. The caller polls next.</summary>
    /// <param name="cells">Cells of the queue.</param>
    /// <returns>True when it did not sleep, because there is news.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNewsOrSleep<T>(ref T cells)
        where T : struct, IWaitCells
    {
        cells.Arm();                                // S1: from now on, the device raises the event
        cells.Fence();                              // S2: arm is visible before posted is looked at
        if (cells.HasNewsAgain())                   // S3: look again: the device may have seen the old arm cell
        {
            return true;
        }

        cells.Sleep();                              // S4: ends at once when the event is raised already; nothing takes it back in between
        return false;
    }

    /// <summary>Client: arms for somebody who sleeps on the descriptor without looking at the queue again.</summary>
    /// <param name="cells">Cells of the queue.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ArmForReceiver<T>(ref T cells)
        where T : struct, IReceiverCells
    {
        cells.Arm();                                // F1: from now on, the device raises the event
        cells.Fence();                              // F2: arm is visible before posted is looked at
        if (cells.HasUnread())                      // F3: what was posted before the arming raises nothing
        {
            cells.Raise();                          // F4
        }
    }

    /// <summary>Client: looks for news without sleeping.</summary>
    /// <param name="cells">Cells of the queue.</param>
    /// <returns>Whether there is news. If not, who wants to sleep arms first, also if it was armed before: the event may have been that of news told earlier.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Poll<T>(ref T cells)
        where T : struct, IPollCells
    {
        cells.TakeEventBack();                      // E1: before the look: what is raised behind it stays
        if (cells.HasNews())                        // E2
        {
            return true;
        }

        cells.TakeStrayEventBack();                 // E3: what was raised without news, or behind E2: the arming before the next sleep looks again
        return false;
    }

    /// <summary>Device, behind the release store of posted.</summary>
    /// <param name="cells">Cells of the queue.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Posted<T>(ref T cells)
        where T : struct, IPostCells, allows ref struct
    {
        cells.Fence();                              // D1: posted is visible before arm is looked at
        RaiseIfArmed(ref cells);
    }

    /// <summary>Device: raises the event if somebody wants it.</summary>
    /// <param name="cells">Cells of the queue.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RaiseIfArmed<T>(ref T cells)
        where T : struct, IPostCells, allows ref struct
    {
        if (cells.LoadArm() == 1                    // D2: does somebody sleep, or is about to?
            && cells.ExchangeArm(0) == 1)           // D3: once for each arming
        {
            cells.Signal();                         // D4
        }
    }
}
