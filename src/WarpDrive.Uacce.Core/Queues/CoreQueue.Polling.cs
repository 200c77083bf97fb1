using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce.Core;

/// <content>poll and the Inline step.</content>
internal sealed partial class CoreQueue
{
    /// <summary>Whether all that was rung is done, and its client has read it. By cells that the client writes too: good for patience, not for trust.</summary>
    internal bool IsSettled =>
        !_running || _lost
        || (!_queue.HasWork && Volatile.Read(ref Ctl.At<uint>(CtlLayout.Posted)) % (uint)_device.Profile.CqDepth == Volatile.Read(ref Ctl.At<uint>(CtlLayout.CqHead)));

    /// <summary>poll(2) with no time-out; an Inline queue does its work here.</summary>
    internal bool Poll()
    {
        if (_running && _scratch is not null)
        {
            if (_queue.HasWork)
            {
                StepInline(_scratch);
            }
        }
        else if (_state == QueueState.Zombie)
        {
            return false;   // nothing, not even an error (uacce.md §3.4)
        }

        _events.Clear();
        return _queue.IsUpdated();
    }

    /// <summary>poll(2) with a time-out.</summary>
    internal bool Wait(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (true)
        {
            if (Poll())
            {
                return true;
            }

            TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || _state == QueueState.Zombie || _lost)
            {
                return false;
            }

            if (_scratch is not null)
            {
                spin.SpinOnce();   // nobody else works on this queue: the device waits for something of its own, or another thread rings
                continue;
            }

            var cells = new WaitCells(this, left);
            if (WaitProtocol.HasNewsOrSleep(ref cells))
            {
                return true;
            }
        }
    }

    /// <summary>The client armed the completion event with its doorbell.</summary>
    internal void Arm()
    {
        Volatile.Write(ref Ctl.At<uint>(CtlLayout.Arm), 1);
        Interlocked.MemoryBarrier();
        _queue.OnArmed();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StepInline(StepScratch scratch)
    {
        if (!_token.TryEnter())
        {
            return;   // a control operation has it
        }

        try
        {
            if (_running)   // written before a control operation takes the token
            {
                _device.Model.Step(new ReadOnlySpan<DeviceQueue>(in _queue), scratch, StepLimits.Slice);
            }
        }
        catch (Exception e)   // the device model failed: this queue is lost, its client learns it by the status words
        {
            OnStepFailed(e);
        }
        finally
        {
            _token.Exit();
        }
    }

    // The token is held.
    private void OnStepFailed(Exception exception)
    {
        CoreLog.ModelFailed(_device.Registry.Logger, exception, _device.Name, Number, nameof(SoftwareDevice.Step));
        _running = false;
        _lost = true;
        Guarded(nameof(DeviceQueue.Die), static q => q.Die());
        TellDead();
    }

    /// <summary>The cells of a client in this process that waits, where they really are.</summary>
    private readonly struct WaitCells(CoreQueue queue, TimeSpan timeout) : IWaitCells
    {
        public void Arm() => Volatile.Write(ref queue.Ctl.At<uint>(CtlLayout.Arm), 1);

        public void Fence() => Interlocked.MemoryBarrier();

        public bool HasNewsAgain() => queue._queue.IsUpdated();

        public void Sleep() => queue._events.Wait(timeout);
    }
}
