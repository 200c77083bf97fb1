namespace WarpDrive.Uacce.Core;

/// <summary>The memory that a ring and the worker which watches a queue meet in, one method for each access of <see cref="WakeProtocol"/>.</summary>
/// <remarks>An interface, so that tests can run the same protocol code over a memory that tries every order of the accesses.</remarks>
internal interface IWatchCells
{
    /// <summary>Acquire load of the attention cell.</summary>
    uint LoadAttention();

    /// <summary>Release store to the attention cell.</summary>
    /// <param name="value"><see cref="AttentionState"/>.</param>
    void StoreAttention(uint value);

    /// <summary>Exchanges the attention cell; a full fence.</summary>
    /// <param name="value"><see cref="AttentionState"/>.</param>
    uint ExchangeAttention(uint value);

    /// <summary>Full fence.</summary>
    void Fence();

    /// <summary>The worker's second look at the submission tail.</summary>
    bool HasWorkAgain();

    /// <summary>Gives ownership back; false when somebody asked for the queue in between, who was then told that this worker has it.</summary>
    bool TryDisown();

    /// <summary>Runs <see cref="WakeProtocol.Announce"/> for the queue.</summary>
    void Announce();
}
