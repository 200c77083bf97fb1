using BenchmarkDotNet.Attributes;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Bench;

/// <summary>Send and receive of the queue pair with a device that does nothing, on one thread, beside a copy of the same bytes.</summary>
public class RingBenchmarks
{
    private readonly NullDescriptor[] _sent = new NullDescriptor[64];
    private readonly NullDescriptor[] _received = new NullDescriptor[64];
    private EmbeddedProvider? _provider;
    private QmQueuePair<NullDescriptor>? _pair;

    [Params(1, 16, 64)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var registry = new DeviceRegistry();
        _provider = new EmbeddedProvider(registry, ownsRegistry: true);
        registry.Add(new NullDevice());
        UacceDevice device = _provider.ListDevices()[0];
        _pair = NullDriver.OpenQueue(device.ReadInfo(), device.Open(new QueueOpenOptions(QueueDriving.Inline)));
        for (int i = 0; i < _sent.Length; i++)
        {
            _sent[i] = new NullDescriptor { Tag = (ulong)i, Opcode = NullDescriptor.Echo, Payload0 = (ulong)(i + 7) };
        }

        BenchmarkCheck.That(SendAndReceive() == Batch, "not everything came back");
        BenchmarkCheck.That(_received[Batch - 1].Echo0 == (ulong)(Batch + 6), "the device did not echo");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _pair?.Dispose();
        _provider?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void CopyOnly() => _sent.AsSpan(0, Batch).CopyTo(_received);

    [Benchmark]
    public int SendAndReceive()
    {
        BenchmarkCheck.That(_pair!.TrySend(_sent.AsSpan(0, Batch)) == SubmitResult.Queued, "the ring refused");
        int done = 0;
        while (done < Batch)
        {
            ReceiveResult result = _pair.TryReceive(_received.AsSpan(done, Batch - done), out int count);
            BenchmarkCheck.That(result is ReceiveResult.Received or ReceiveResult.Empty, "the queue died");
            done += count;
        }

        return done;
    }
}
