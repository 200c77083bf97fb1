namespace WarpDrive.Uacce.Core;

/// <content>
/// Channels: the same two pairs for clients in other processes, who can reach neither the ready list nor the parked words. A ring that finds its queue
/// unwatched (R3) announces the slot: <b>ready word</b>, <b>summary</b>, fence, look at the <b>channel's attention</b>; a worker that lets the channel go
/// (L1…L6 over the channel's cells): <b>channel's attention</b>, fence, look at the <b>summary</b>. A kick makes the bell announce the channel (A1…A3).
/// The client sets the word before the summary, the worker takes the summary before the words: a word that is missed leaves a summary bit behind.
/// </content>
internal static partial class WakeProtocol
{
    /// <summary>Worker side, behind the claim of a channel.</summary>
    /// <param name="cells">Cells of the channel.</param>
    public static void Watch<T>(ref T cells)
        where T : struct, IWatchCells =>
        cells.ExchangeAttention(AttentionState.Watched);                // W1: no kicks while it is held; the look at the summary comes behind

    /// <summary>Worker side: takes what was announced in a channel that it holds.</summary>
    /// <param name="cells">Bits of the channel.</param>
    /// <returns>Whether a queue has work.</returns>
    public static bool Take<T>(ref T cells)
        where T : struct, IChannelTakeCells
    {
        ulong summary = cells.TakeSummary();                            // T1: the summary first
        return summary != 0 && cells.TakeWords(summary);                // T2: then the words; T3: each queue is claimed, or its owner told
    }
}
