using WarpDrive.Uacce;

namespace WarpDrive.Tests.Fakes;

/// <summary>A queue of a <see cref="FakeDevice"/>: Inline ones execute inside TryReceive, served ones on a thread of their own.</summary>
internal sealed class FakeQueue<TRequest, TCompletion> : RequestQueue<TRequest, TCompletion>, IFakeQueue
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    private const int Depth = FakeQueueFile.Depth;

    private readonly FakeQueueFile _file;
    private readonly FakeDevice _device;
    private readonly TRequest[] _ring = new TRequest[Depth];
    private readonly TCompletion[] _done = new TCompletion[Depth];
    private readonly object _gate = new();
    private readonly Thread? _server;
    private uint _sent;
    private uint _executed;
    private uint _received;
    private bool _armed;
    private bool _stopped;
    private bool _executing;

    private readonly FakeWork<TRequest, TCompletion> _work;

    public FakeQueue(FakeQueueFile file, FakeWork<TRequest, TCompletion> work)
    {
        _file = file;
        _device = file.Device;
        _work = work;
        if (file.Driving == QueueDriving.Served)
        {
            _server = new Thread(Serve) { IsBackground = true, Name = "fake device" };
            _server.Start();
        }
    }

    public override QueueFile File => _file;

    public override int Capacity => Depth - 1;

    public override int InFlight
    {
        get
        {
            lock (_gate)
            {
                return (int)(_sent - _received);
            }
        }
    }

    public override bool LevelHonoured => true;

    public override SubmitResult TrySend(ReadOnlySpan<TRequest> requests, out string? refusal)
    {
        refusal = null;
        lock (_gate)
        {
            if (_device.Lost || _stopped)
            {
                return SubmitResult.DeviceLost;
            }

            foreach (ref readonly TRequest request in requests)
            {
                refusal = _work.Refusal(request);
                if (refusal is not null)
                {
                    return SubmitResult.Refused;
                }
            }

            if (_sent - _received + requests.Length > Capacity)
            {
                return SubmitResult.RingFull;
            }

            foreach (TRequest request in requests)
            {
                _ring[_sent++ % Depth] = request;
            }

            Monitor.PulseAll(_gate);
            return SubmitResult.Queued;
        }
    }

    public override ReceiveResult TryReceive(Span<TCompletion> completions, out int count)
    {
        count = 0;
        lock (_gate)
        {
            if (_server is null && _executed == _received && _executed != _sent && _device.Working.IsSet && !_device.Lost)
            {
                ExecuteNext();
            }

            while (count < completions.Length && _received != _executed)
            {
                completions[count++] = _done[_received++ % Depth];
            }

            return count > 0 ? ReceiveResult.Received : _device.Lost ? ReceiveResult.DeviceLost : ReceiveResult.Empty;
        }
    }

    public override bool Wait(TimeSpan timeout)
    {
        if (_server is null)
        {
            return _device.Working.Wait(timeout);
        }

        return !Arm() || _file.Wait(timeout);
    }

    public override bool Arm()
    {
        lock (_gate)
        {
            _armed = true;
            return _received == _executed;
        }
    }

    public override string Describe(in TCompletion completion) => $"the fake device says {completion.Status}";

    public override string EngineName(ushort engine) => engine == 7 ? "fake-engine" : "hardware";

    public override bool TryStop(TimeSpan timeout)
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
            if (_device.RefusesStop)
            {
                return false;
            }

            while (_executing)
            {
                Monitor.Wait(_gate, timeout);
            }

            return true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        _server?.Join();
        _file.Dispose();
    }

    private void Serve()
    {
        while (true)
        {
            lock (_gate)
            {
                while (!_stopped && (_executed == _sent || !_device.Working.IsSet || _device.Lost))
                {
                    Monitor.Wait(_gate, 10);
                }

                if (_stopped)
                {
                    return;
                }

                _executing = true;
                ExecuteNext();
                _executing = false;
                Monitor.PulseAll(_gate);
                if (_armed)
                {
                    _armed = false;
                    _file.Signal();
                }
            }
        }
    }

    private void ExecuteNext()
    {
        ref TRequest request = ref _ring[_executed % Depth];
        if (Interlocked.Decrement(ref _device.LoseRequests) >= 0)
        {
            _done[_executed++ % Depth] = _work.Lose(request);
            return;
        }

        Interlocked.Increment(ref _device.LoseRequests);
        _done[_executed++ % Depth] = _work.Execute(request);
        Interlocked.Increment(ref _device.Executed);
    }
}
