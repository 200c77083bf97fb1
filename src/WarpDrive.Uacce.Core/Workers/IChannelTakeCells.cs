namespace WarpDrive.Uacce.Core;

/// <summary>A channel's bits as the worker sees them that holds it, one method for each access of <see cref="WakeProtocol"/>.</summary>
internal interface IChannelTakeCells
{
    /// <summary>Exchanges the summary with 0.</summary>
    ulong TakeSummary();

    /// <summary>Exchanges each ready word behind the bits with 0, and sees to it that each queue found there has a worker.</summary>
    /// <param name="summary">What <see cref="TakeSummary"/> gave.</param>
    /// <returns>Whether any of the queues has work.</returns>
    bool TakeWords(ulong summary);
}
