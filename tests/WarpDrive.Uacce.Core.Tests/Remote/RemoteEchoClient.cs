using WarpDrive.Conformance.Echo;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core.Tests.Workers;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>A client of the echo device over its own mappings, by the words of uacced.md §4; one thread at a time.</summary>
internal sealed class RemoteEchoClient : IDisposable
{
    private readonly ChannelClient _channel;
    private uint _tail;
    private ulong _sent;

    public RemoteEchoClient(RemoteQueue queue, ChannelClient channel)
    {
        Queue = queue;
        _channel = channel;
        Dus = new MappedMemory(queue.DusMemory, queue.DusLength);
        Ctl = new MappedMemory(queue.CtlMemory, queue.CtlLength);
        queue.DusMemory.Dispose();
        queue.CtlMemory.Dispose();
    }

    public RemoteQueue Queue { get; }

    public MappedMemory Dus { get; }

    public MappedMemory Ctl { get; }

    public uint Received { get; private set; }

    public ulong InFlight => _sent - Received;

    public uint State => Volatile.Read(ref Ctl.At<uint>(CtlLayout.State));

    public void Write(ulong value)
    {
        Assert.True(InFlight < EchoLayout.Depth - 1, "ring full");
        Dus.At<ulong>((int)_tail * EchoLayout.DescriptorSize) = value;
        _tail = (_tail + 1) % EchoLayout.Depth;
        _sent++;
    }

    /// <summary>§4.1.</summary>
    public void Ring()
    {
        Volatile.Write(ref Ctl.At<uint>(CtlLayout.SqTail), _tail);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref Ctl.At<uint>(CtlLayout.Attention)) == AttentionState.Announce
            && Interlocked.Exchange(ref Ctl.At<uint>(CtlLayout.Attention), AttentionState.Watched) == AttentionState.Announce)
        {
            _channel.Announce(Queue.Slot);
        }
    }

    public void Send(ulong value)
    {
        Write(value);
        Ring();
    }

    public bool TryReceive(out ulong answer)
    {
        int offset = EchoLayout.Completions + ((int)(Received % EchoLayout.Depth) * EchoLayout.CompletionSize);
        uint phase = ((Received / EchoLayout.Depth) & 1) ^ 1;
        if (Volatile.Read(ref Dus.At<uint>(offset + 4)) != phase)
        {
            answer = 0;
            return false;
        }

        answer = Dus.At<ulong>(((int)Dus.At<uint>(offset) * EchoLayout.DescriptorSize) + 8);
        Received++;
        Volatile.Write(ref Ctl.At<uint>(CtlLayout.CqHead), Received % EchoLayout.Depth);
        return true;
    }

    public ulong Receive()
    {
        ulong answer = 0;
        Wait.Until(() => TryReceive(out answer), "a completion");
        return answer;
    }

    /// <summary>§4.2: sleeps until there is a completion or the queue is dead.</summary>
    public bool Sleep(TimeSpan timeout)
    {
        Volatile.Write(ref Ctl.At<uint>(CtlLayout.Arm), 1);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref Ctl.At<uint>(CtlLayout.Posted)) != Received)
        {
            return true;
        }

        return IsSignalled(timeout);
    }

    public unsafe bool IsSignalled(TimeSpan timeout)
    {
        PollFd entry = new() { Fd = (int)Queue.Event.DangerousGetHandle(), Events = Libc.POLLIN };
        if (Libc.Poll(new Span<PollFd>(ref entry), timeout) == 0)
        {
            return false;
        }

        Libc.EventfdClear(Queue.Event);   // a read of 8 bytes
        return true;
    }

    public void Dispose()
    {
        Dus.Dispose();
        Ctl.Dispose();
    }
}
