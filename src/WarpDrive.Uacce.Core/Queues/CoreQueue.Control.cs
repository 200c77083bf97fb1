using System.Buffers.Binary;
using System.Diagnostics;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <content>ioctl, stop, reset and removal.</content>
internal sealed partial class CoreQueue
{
    private const int DmaUnit = 1 << 16;                    // GET_SS_DMA tells lengths in 64 KiB units (uacce.md §4)
    private const int MaxSlice = 128 << 20;                 // the largest slice of the allocator that the extension comes from

    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(50);

    private readonly StepToken _token = new();
    private volatile bool _running;                         // rings are taken and steps are run
    private bool _deviceStarted;                            // between Start and Stop of the device's end
    private volatile bool _lost;                            // the device was reset below this queue, or its model failed
    private volatile ServedQueue? _served;                  // what the workers know of it; null when they do not
    private bool _attached = true;                          // the device's end is not released, the address space is bound

    /// <summary>Whether rings are taken.</summary>
    internal bool IsRunning => _running;

    /// <summary>Whom a ring must tell; null for Inline queues and for stopped ones.</summary>
    internal ServedQueue? Served => _served;

    /// <summary>ioctl(2), uacce.md §3.2: a dead queue answers ENXIO before the command is looked at.</summary>
    internal int Ioctl(uint command, Span<byte> argument)
    {
        CheckOwner("ioctl");
        lock (_control)
        {
            if (_state == QueueState.Zombie)
            {
                LinuxException.Throw("ioctl", Errno.ENXIO, $"queue {Number} of {_device.Name} is dead");
            }

            switch (command)
            {
                case UacceIoctl.StartQueue:
                    Start();
                    return 0;
                case UacceIoctl.PutQueue:
                    Put();
                    return 0;
                case UacceIoctl.GetSsDma when _source is null:
                    return GetSsDma(argument);
                default:
                    int result = PrivateIoctl(command, argument);
                    return result >= 0 ? result : throw new LinuxException("ioctl", (Errno)(-result), $"command 0x{command:X8}");
            }
        }
    }

    /// <summary>Removal, or the end of the address space: stop, put, ZOMBIE, unbind (uacce.md §8.3, §7.2).</summary>
    /// <param name="start">When the operation on all queues began: they share its patience.</param>
    /// <param name="drain">Whether what was rung is done first.</param>
    internal void Kill(long start, bool drain)
    {
        if (!TryDismantle(Patience(start), drain, die: true))
        {
            if (drain)
            {
                _device.CountGivenUp();
            }

            _running = false;
            _state = QueueState.Zombie;
            IsDeviceGone = true;
            Later(() => TryDismantle(TimeSpan.Zero, drain: false, die: true), null);
        }

        _events.Signal();   // who waits looks again, and finds the queue dead
    }

    // Nothing will be posted any more: behind the status words of the device's protocol, before the event.
    private void TellDead()
    {
        Volatile.Write(ref Ctl.At<uint>(CtlLayout.State), QueueLife.Dead);
        _events.Signal();
    }

    /// <summary>The device was reset: status words, and silence (hisi-qm-zip.md A8). The state stays.</summary>
    /// <param name="start">When the operation on all queues began.</param>
    internal void Lose(long start)
    {
        if (!TryLose(Patience(start)))
        {
            _running = false;
            Later(() => TryLose(TimeSpan.Zero), null);
        }

        _events.Signal();
    }

    /// <summary>A worker met an exception of the device model; nobody owns the queue any more.</summary>
    internal void Fail() => ThreadPool.UnsafeQueueUserWorkItem(static q => q.Lose(Stopwatch.GetTimestamp()), this, preferLocal: false);

    /// <summary>A worker saw too much nonsense; nobody owns the queue any more.</summary>
    internal void Isolate() => ThreadPool.UnsafeQueueUserWorkItem(
        static q =>
        {
            q.Kill(Stopwatch.GetTimestamp(), drain: false);
            q._isolated?.Invoke();
        },
        this, preferLocal: false);

    /// <summary>Whether this is the record of a device's end.</summary>
    internal bool Is(DeviceQueue queue) => ReferenceEquals(_queue, queue);

    private void Start()
    {
        if (_state != QueueState.Init)
        {
            LinuxException.Throw("START_Q", Errno.EINVAL, $"queue {Number} of {_device.Name} is {_state}");
        }

        Errno errno = _device.IsStopped ? Errno.EPERM : _lost ? Errno.EIO : Errno.None;
        if (errno == Errno.None && !_token.Enter(_device.Registry.Options.DrainTimeout))
        {
            errno = Errno.ETIMEDOUT;
        }

        if (errno == Errno.None)
        {
            Ctl.At<uint>(CtlLayout.SqTail) = 0;
            Ctl.At<uint>(CtlLayout.CqHead) = 0;
            Ctl.At<uint>(CtlLayout.Arm) = 1;    // armed at START (hisi-qm-zip.md A9)
            Ctl.At<uint>(CtlLayout.Posted) = 0;
            try
            {
                errno = _queue.Start();
                if (errno == Errno.None)
                {
                    _deviceStarted = true;
                    _served = Driving == QueueDriving.Served ? _device.Workers.Attach(_queue, Ctl, _token, _place?.Channel.Account, _place) : null;
                    _running = true;
                }
            }
            catch (Exception e)   // a device model's fault is an answer, not the caller's exception
            {
                StopDevice(0, drain: false);
                CoreLog.ModelFailed(_device.Registry.Logger, e, _device.Name, Number, nameof(DeviceQueue.Start));
                errno = Errno.EIO;
            }
            finally
            {
                _token.Exit();
            }
        }

        if (errno != Errno.None)
        {
            CoreLog.StartRefused(_device.Registry.Logger, _device.Name, Number, errno);
            LinuxException.Throw("START_Q", errno, $"queue {Number} of {_device.Name}");
        }

        _state = QueueState.Started;
    }

    private void Put()
    {
        if (_state != QueueState.Started)
        {
            return;   // INIT: no effect (uacce.md §6)
        }

        long start = Stopwatch.GetTimestamp();
        LetWorkersFinish(Patience(start));
        if (!TryQuiesce(Patience(start)))
        {
            LinuxException.Throw("PUT_Q", Errno.ETIMEDOUT, $"a step of queue {Number} of {_device.Name} still runs; its buffers are in use");
        }

        try
        {
            StopDevice(start, drain: true);
        }
        finally
        {
            _token.Exit();
        }

        _state = QueueState.Init;
    }

    private int GetSsDma(Span<byte> argument)
    {
        if (argument.Length < sizeof(ulong))
        {
            LinuxException.Throw("GET_SS_DMA", Errno.EFAULT, $"{argument.Length} bytes of argument");
        }

        ulong index = BinaryPrimitives.ReadUInt64LittleEndian(argument);
        lock (_regions)
        {
            int slices = _reserved is null ? 0 : (int)(((long)_reserved.Length + MaxSlice - 1) / MaxSlice);
            if (_reserved is null || index >= (ulong)slices)
            {
                LinuxException.Throw("GET_SS_DMA", Errno.EINVAL, $"slice {index} of {slices}");
            }

            long offset = (long)index * MaxSlice;
            long length = Math.Min(MaxSlice, _reserved.Length - offset);
            ulong units = (ulong)((length + DmaUnit - 1) / DmaUnit);
            BinaryPrimitives.WriteUInt64LittleEndian(argument, (_reservedAt + (ulong)offset) | units);
            return slices - 1 - (int)index;
        }
    }

    private int PrivateIoctl(uint command, Span<byte> argument)
    {
        try
        {
            return _queue.Ioctl(command, argument);
        }
        catch (Exception e) when (e is not LinuxException)
        {
            CoreLog.ModelFailed(_device.Registry.Logger, e, _device.Name, Number, nameof(DeviceQueue.Ioctl));
            return -(int)Errno.EIO;
        }
    }

    /// <summary>From here on no ring is taken and no step begins; true: the running one is over, and the token is held.</summary>
    private bool TryQuiesce(TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        _running = false;
        if (_served is null || _device.Workers.Detach(_served, patience))
        {
            _served = null;
            if (_token.Enter(Left(start, patience)))
            {
                return true;
            }
        }

        CoreLog.StepStuck(_device.Registry.Logger, _device.Name, Number, patience.TotalSeconds);
        return false;
    }

    private bool TryDismantle(TimeSpan patience, bool drain, bool die)
    {
        long start = Stopwatch.GetTimestamp();
        if (!_control.TryEnter(patience))
        {
            return false;
        }

        try
        {
            if (!_attached)
            {
                return true;
            }

            if (drain)
            {
                LetWorkersFinish(Left(start, patience));
            }

            if (!TryQuiesce(Left(start, patience)))
            {
                return false;
            }

            die |= IsDeviceGone;   // the attempt that gets here may not be the one that was made for the death
            try
            {
                if (die)
                {
                    Finish(start, drain);
                    Guarded(nameof(DeviceQueue.Die), static q => q.Die());
                    TellDead();
                }

                StopDevice(start, drain);
                Guarded(nameof(DeviceQueue.Release), static q => q.Release());
            }
            finally
            {
                _token.Exit();
            }

            lock (_regions)
            {
                IsDeviceGone = die;
                _state = QueueState.Zombie;
            }

            _attached = false;
            if (_source is not null)
            {
                _device.Registry.AddressSpaces.Unbind(_source);
            }

            return true;
        }
        finally
        {
            _control.Exit();
        }
    }

    private bool TryLose(TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        if (!_control.TryEnter(patience))
        {
            return false;
        }

        try
        {
            if (_state == QueueState.Zombie || _lost)
            {
                return true;
            }

            if (!TryQuiesce(Left(start, patience)))
            {
                return false;
            }

            _lost = true;
            Guarded(nameof(DeviceQueue.Die), static q => q.Die());
            TellDead();
            _token.Exit();
            return true;
        }
        finally
        {
            _control.Exit();
        }
    }

    private void StopDevice(long start, bool drain)
    {
        if (_deviceStarted)
        {
            Finish(start, drain);
            Guarded(nameof(DeviceQueue.Stop), static q => q.Stop());
            _deviceStarted = false;
        }
    }

    /// <summary>
    /// A client elsewhere: what it rang for is the workers' to finish, where its account counts, and not this thread's. It can store tails all the while, so a
    /// quarter of the patience is kept for the running step.
    /// </summary>
    private void LetWorkersFinish(TimeSpan patience)
    {
        if (!IsRemote || _served is not { } served || _lost)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        served.Announce();   // the client may have stored a tail and said nothing
        var spin = new SpinWait();
        try
        {
            while (_queue.HasWork && !served.IsClosed)
            {
                if (Stopwatch.GetElapsedTime(start) >= patience * 0.75)
                {
                    GiveUp();
                    return;
                }

                spin.SpinOnce();
            }
        }
        catch (Exception e)   // stopping goes on
        {
            CoreLog.ModelFailed(_device.Registry.Logger, e, _device.Name, Number, nameof(DeviceQueue.HasWork));
        }
    }

    /// <summary>Runs steps until all that was rung is done, or the patience is over. Rings no longer come in.</summary>
    private void Finish(long start, bool drain)
    {
        if (!drain || IsRemote || !_deviceStarted || _lost)
        {
            return;
        }

        StepScratch? own = null;
        try
        {
            StepScratch scratch = _scratch ?? (own = _device.Model.CreateScratch());
            var spin = new SpinWait();
            while (_queue.HasWork)
            {
                if (_device.Model.Step(new ReadOnlySpan<DeviceQueue>(in _queue), scratch, StepLimits.Slice) > 0)
                {
                    continue;
                }

                if (Patience(start) == TimeSpan.Zero)
                {
                    GiveUp();
                    return;
                }

                spin.SpinOnce();   // the device waits for something of its own
            }
        }
        catch (Exception e)   // stopping goes on: what was not completed is given up
        {
            CoreLog.ModelFailed(_device.Registry.Logger, e, _device.Name, Number, nameof(SoftwareDevice.Step));
        }
        finally
        {
            own?.Dispose();
        }
    }

    private void GiveUp()
    {
        _device.CountGivenUp();
        CoreLog.DrainGaveUp(_device.Registry.Logger, _device.Name, Number, _device.Registry.Options.DrainTimeout.TotalSeconds);
    }

    private void Guarded(string callback, Action<DeviceQueue> call)
    {
        try
        {
            call(_queue);
        }
        catch (Exception e)   // the queue is being taken apart: the rest of it must still happen
        {
            CoreLog.ModelFailed(_device.Registry.Logger, e, _device.Name, Number, callback);
        }
    }

    private TimeSpan Patience(long start) => Left(start, _device.Registry.Options.DrainTimeout);

    private static TimeSpan Left(long start, TimeSpan patience)
    {
        TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // A step that does not end keeps its queue's memory alive; somebody has to come back for it.
    private static void Later(Func<bool> attempt, Action? then) => _ = RetryAsync(attempt, then);

    private static async Task RetryAsync(Func<bool> attempt, Action? then)
    {
        using var timer = new PeriodicTimer(s_retryInterval);
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            if (attempt())
            {
                then?.Invoke();
                return;
            }
        }
    }
}
