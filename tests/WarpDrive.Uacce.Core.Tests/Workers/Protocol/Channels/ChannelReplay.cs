namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>Runs code up to its next access: earlier ones are answered from the record, so that any point of it can be reached again.</summary>
internal sealed class ChannelReplay(int thread, List<int> results, ChannelFault fault)
{
    private int _position;

    public int Thread => thread;

    public ChannelFault Fault => fault;

    public int Do(ChannelOp op, int place = 0, int value = 0) =>
        _position < results.Count ? results[_position++] : throw new NextChannelAccess(op, place, value);
}
