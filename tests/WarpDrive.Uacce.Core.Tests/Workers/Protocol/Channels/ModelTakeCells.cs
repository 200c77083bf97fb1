using System.Numerics;

namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>The channel's bits as the worker sees them that holds it; every access is a scheduling point.</summary>
internal readonly struct ModelTakeCells(ChannelReplay replay, ChannelState state) : IChannelTakeCells
{
    public ulong TakeSummary()
    {
        if (replay.Fault == ChannelFault.WordsBeforeSummary)
        {
            Take();
        }

        return (ulong)replay.Do(ChannelOp.TakeSummary);
    }

    public bool TakeWords(ulong summary)
    {
        if (replay.Fault != ChannelFault.WordsBeforeSummary)
        {
            Take();
        }

        return true;
    }

    private void Take()
    {
        for (uint bits = (uint)replay.Do(ChannelOp.TakeWord); bits != 0; bits &= bits - 1)
        {
            int queue = BitOperations.TrailingZeroCount(bits);
            if (replay.Do(ChannelOp.ClaimQueue, queue) != 0)
            {
                state.Owns[replay.Thread] |= 1 << queue;
            }
        }
    }
}
