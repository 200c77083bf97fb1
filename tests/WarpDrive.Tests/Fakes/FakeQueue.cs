using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests.Fakes;

/// <summary>A queue of a <see cref="FakeDevice"/>: Inline ones execute inside TryReceive, served ones on a thread of their own.</summary>
internal sealed class FakeQueue : CompressionQueue
{
    /// <summary>Small, so that tests fill the ring.</summary>
    public const int Depth = 16;

    private readonly FakeQueueFile _file;
    private readonly FakeDevice _device;
    private readonly CompressionRequest[] _ring = new CompressionRequest[Depth];
    private readonly CompressionCompletion[] _done = new CompressionCompletion[Depth];
    private readonly object _gate = new();
    private readonly Thread? _server;
    private uint _sent;
    private uint _executed;
    private uint _received;
    private bool _armed;
    private bool _stopped;
    private bool _executing;

    public FakeQueue(FakeQueueFile file, CompressionQueueOptions options)
    {
        _file = file;
        _device = file.Device;
        Options = options;
        if (file.Driving == QueueDriving.Served)
        {
            _server = new Thread(Serve) { IsBackground = true, Name = "fake device" };
            _server.Start();
        }
    }

    public override QueueFile File => _file;

    public CompressionQueueOptions Options { get; }

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

    public override SubmitResult TrySend(ReadOnlySpan<CompressionRequest> requests, out string? refusal)
    {
        refusal = null;
        lock (_gate)
        {
            if (_device.Lost || _stopped)
            {
                return SubmitResult.DeviceLost;
            }

            foreach (CompressionRequest request in requests)
            {
                if (request.Source == 0 || request.Destination == 0 || request.SourceLength > 8 << 20 || request.DestinationLength > 8 << 20)
                {
                    refusal = "more than 8 MiB, or no address";
                    return SubmitResult.Refused;
                }
            }

            if (_sent - _received + requests.Length > Capacity)
            {
                return SubmitResult.RingFull;
            }

            foreach (CompressionRequest request in requests)
            {
                _ring[_sent++ % Depth] = request;
            }

            Monitor.PulseAll(_gate);
            return SubmitResult.Queued;
        }
    }

    public override ReceiveResult TryReceive(Span<CompressionCompletion> completions, out int count)
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

    public override string Describe(in CompressionCompletion completion) => $"the fake device says {completion.Status}";

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
        ref CompressionRequest request = ref _ring[_executed % Depth];
        if (Interlocked.Decrement(ref _device.LoseRequests) >= 0)
        {
            _done[_executed++ % Depth] = new CompressionCompletion { Tag = request.Tag, Status = RequestStatus.DeviceLost };
            return;
        }

        Interlocked.Increment(ref _device.LoseRequests);
        _done[_executed++ % Depth] = _device.Engine.Execute(request, Options.Direction);
        Interlocked.Increment(ref _device.Executed);
    }
}
