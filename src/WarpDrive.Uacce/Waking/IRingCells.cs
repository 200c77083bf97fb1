namespace WarpDrive.Uacce;

/// <summary>The memory that a ring meets the workers in, one method for each access of <see cref="RingProtocol"/>.</summary>
/// <remarks>An interface, so that tests can run the same protocol code over a memory that tries every order of the accesses.</remarks>
internal interface IRingCells
{
    /// <summary>Full fence.</summary>
    void Fence();

    /// <summary>Acquire load of the attention cell.</summary>
    uint LoadAttention();

    /// <summary>Exchanges the attention cell; a full fence.</summary>
    /// <param name="value"><see cref="AttentionState"/>.</param>
    uint ExchangeAttention(uint value);

    /// <summary>Makes the queue known to a worker.</summary>
    void Announce();
}
