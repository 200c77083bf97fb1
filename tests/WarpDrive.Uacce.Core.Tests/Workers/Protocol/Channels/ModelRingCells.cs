namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>The channel as the client sees it that announces a queue; every access is a scheduling point.</summary>
internal readonly struct ModelRingCells(ChannelReplay replay, int queue) : IChannelRingCells
{
    public void SetSlot() => replay.Do(replay.Fault == ChannelFault.SummaryBeforeWord ? ChannelOp.SetSummary : ChannelOp.SetWord, queue);

    public void SetSummary() => replay.Do(replay.Fault == ChannelFault.SummaryBeforeWord ? ChannelOp.SetWord : ChannelOp.SetSummary, queue);

    public uint LoadAttention() => (uint)replay.Do(ChannelOp.LoadAttention, ChannelState.Channel);

    public uint ExchangeAttention(uint value) => (uint)replay.Do(ChannelOp.ExchangeAttention, ChannelState.Channel, (int)value);

    public void Kick()
    {
        if (replay.Fault != ChannelFault.NoKick)
        {
            replay.Do(ChannelOp.Kick);
        }
    }
}
