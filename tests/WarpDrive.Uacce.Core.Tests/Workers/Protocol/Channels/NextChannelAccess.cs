namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>Stops the code under test at the first access whose result is not known yet.</summary>
internal sealed class NextChannelAccess(ChannelOp op, int place, int value) : Exception
{
    public ChannelOp Op => op;

    /// <summary>A queue, or the channel behind the queues.</summary>
    public int Place => place;

    public int Value => value;
}
