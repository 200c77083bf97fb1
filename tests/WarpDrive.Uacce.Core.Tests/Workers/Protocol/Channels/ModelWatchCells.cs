namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>A queue, or the channel behind the queues, as rings and workers see it; every access is a scheduling point.</summary>
internal readonly struct ModelWatchCells(ChannelReplay replay, int place, bool isChannel) : IWatchCells
{
    public uint LoadAttention() => (uint)replay.Do(ChannelOp.LoadAttention, place);

    public void StoreAttention(uint value) => replay.Do(ChannelOp.StoreAttention, place, (int)value);

    public uint ExchangeAttention(uint value) => (uint)replay.Do(ChannelOp.ExchangeAttention, place, (int)value);

    public void Fence()
    {
        if (!isChannel || replay.Fault != ChannelFault.NoFenceAfterAttention)
        {
            replay.Do(ChannelOp.Fence);
        }
    }

    public bool HasWorkAgain() => isChannel
        ? replay.Fault != ChannelFault.NoSecondLookAtSummary && replay.Do(ChannelOp.LoadSummary) != 0
        : replay.Do(ChannelOp.LoadTail, place) != 0;

    public bool TryDisown() => replay.Do(ChannelOp.Disown, place) != 0;

    public void Announce()
    {
        var cells = new ModelRingCells(replay, place);
        RingProtocol.AnnounceSlot(ref cells);
    }
}
