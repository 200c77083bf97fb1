using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Core;

/// <summary>The right to run device code on a queue: one holder at a time, a worker, an Inline caller, or a control operation.</summary>
/// <remarks>
/// <para>Fast path: one compare-and-swap in, one release store out; nothing is allocated. The acquire of taking pairs with the release of
/// giving back, so all that the device keeps about a queue needs no other order.</para>
/// <para>Control operations (START, STOP, PUT, removal) use <see cref="Enter"/>. They go first: while one waits, <see cref="TryEnter"/> fails.
/// Not reentrant.</para>
/// </remarks>
internal sealed class StepToken
{
    private const uint Free = 0;
    private const uint HeldForStep = 1;
    private const uint HeldForControl = 2;

    private Cells _cells;
    private ServedQueue? _served;

    /// <summary>Whether somebody holds it at this moment.</summary>
    public bool IsHeld => Volatile.Read(ref _cells.State) != Free;

    /// <summary>Takes the token for a step if it is free and no control operation waits for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter() =>
        Volatile.Read(ref _cells.ControlWaiting) == 0
        && Interlocked.CompareExchange(ref _cells.State, HeldForStep, Free) == Free;

    /// <summary>Takes the token for a control operation; waits for the running step, at most one slice or one long request.</summary>
    /// <param name="timeout">How long to wait; zero looks once.</param>
    /// <returns>False when the time ran out.</returns>
    public bool Enter(TimeSpan timeout)
    {
        Interlocked.Increment(ref _cells.ControlWaiting);
        bool entered = Interlocked.CompareExchange(ref _cells.State, HeldForControl, Free) == Free;
        if (!entered && timeout > TimeSpan.Zero)
        {
            long start = Stopwatch.GetTimestamp();
            var spin = new SpinWait();
            do
            {
                spin.SpinOnce();
                entered = Interlocked.CompareExchange(ref _cells.State, HeldForControl, Free) == Free;
            }
            while (!entered && Stopwatch.GetElapsedTime(start) < timeout);
        }

        Interlocked.Decrement(ref _cells.ControlWaiting);
        if (!entered)
        {
            HandOver();
        }

        return entered;
    }

    /// <summary>Gives the token back. Only by its holder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit()
    {
        Debug.Assert(_cells.State != Free, "step token given back by somebody who does not hold it");
        if (_cells.State == HeldForStep)
        {
            Volatile.Write(ref _cells.State, Free);
        }
        else
        {
            ExitControl();
        }
    }

    /// <summary>Who is told when a control operation ends that kept a worker out.</summary>
    internal void Bind(ServedQueue? served) => Volatile.Write(ref _served, served);

    /// <summary>
    /// For workers: takes the token, or leaves word that the queue needs a worker once the control operation is over, so that the worker
    /// may forget the queue.
    /// </summary>
    internal bool TryEnterOrLeaveWord()
    {
        if (TryEnter())
        {
            return true;
        }

        // 1. Leave word. 2. Full fence (the exchange). 3. Look again. The other side: 1. free the token (exchange, full fence),
        // 2. look for word. One of the two sees the other.
        Interlocked.Exchange(ref _cells.WorkerWants, 1);
        if (TryEnter())
        {
            Volatile.Write(ref _cells.WorkerWants, 0);
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ExitControl()
    {
        Interlocked.Exchange(ref _cells.State, Free);
        HandOver();
    }

    // Called behind a full fence that follows the last store which could have kept a worker out.
    private void HandOver()
    {
        if (Volatile.Read(ref _cells.WorkerWants) != 0 && Interlocked.Exchange(ref _cells.WorkerWants, 0) != 0)
        {
            Volatile.Read(ref _served)?.Announce();
        }
    }

    /// <summary>Two cache lines to themselves: neighbours on the heap are written by other threads.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Cells
    {
        [FieldOffset(128)] public uint State;
        [FieldOffset(132)] public uint ControlWaiting;
        [FieldOffset(136)] public uint WorkerWants;
    }
}
