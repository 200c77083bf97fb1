using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>Echoes of the null device.</summary>
internal sealed class NullWork : WaitingWork
{
    private readonly QmQueuePair<NullDescriptor> _pair;
    private readonly NullDescriptor[] _out;
    private readonly NullDescriptor[] _in;
    private ulong _sent;
    private ulong _received;

    /// <summary>Opens a queue.</summary>
    /// <param name="device">A null device.</param>
    /// <param name="depth">Requests in flight.</param>
    /// <param name="waits">How it waits.</param>
    internal NullWork(UacceDevice device, int depth, ClientWaits waits)
        : base(depth, waits)
    {
        _out = new NullDescriptor[depth];
        _in = new NullDescriptor[depth];
        _pair = NullDriver.OpenQueue(device.ReadInfo(), device.Open(new QueueOpenOptions(QueueDriving.Served)));
    }

    /// <inheritdoc/>
    protected override QueueFile File => _pair.File;

    /// <inheritdoc/>
    public override void Dispose() => _pair.Dispose();

    /// <inheritdoc/>
    protected override void Send(int count)
    {
        for (int i = 0; i < count; i++)
        {
            ulong tag = _sent++;
            _out[i] = new NullDescriptor { Tag = tag, Opcode = NullDescriptor.Echo, Payload0 = tag };
        }

        SubmitResult result = _pair.TrySend(_out.AsSpan(0, count));
        if (result != SubmitResult.Queued)
        {
            throw Lost(result);
        }
    }

    /// <inheritdoc/>
    protected override void Sleep(TimeSpan timeout) => _pair.Wait(timeout);

    /// <inheritdoc/>
    protected override int Receive()
    {
        ReceiveResult result = _pair.TryReceive(_in, out int count);
        if (result is not (ReceiveResult.Received or ReceiveResult.Empty))
        {
            throw Lost(result);
        }

        for (int i = 0; i < count; i++)
        {
            Errors += _in[i].Echo0 == _received++ && _in[i].Status == NullStatus.Done ? 0 : 1;
        }

        return count;
    }
}
