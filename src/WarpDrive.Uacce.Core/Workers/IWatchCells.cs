namespace WarpDrive.Uacce.Core;

/// <summary>The memory that a ring and the worker which watches a queue meet in, one method for each access of <see cref="WakeProtocol"/>.</summary>
/// <remarks>An interface, so that tests can run the same protocol code over a memory that tries every order of the accesses.</remarks>
internal interface IWatchCells : IRingCells
{
    /// <summary>Release store to the attention cell.</summary>
    /// <param name="value"><see cref="AttentionState"/>.</param>
    void StoreAttention(uint value);

    /// <summary>The worker's second look at the submission tail.</summary>
    bool HasWorkAgain();

    /// <summary>Gives ownership back; false when somebody asked for the queue in between, who was then told that this worker has it.</summary>
    bool TryDisown();
}
