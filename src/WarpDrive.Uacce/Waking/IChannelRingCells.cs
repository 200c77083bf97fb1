namespace WarpDrive.Uacce;

/// <summary>A channel's memory as the client sees it that announces a queue, one method for each access of <see cref="RingProtocol"/>.</summary>
internal interface IChannelRingCells
{
    /// <summary>Atomic or: the slot's bit in its ready word.</summary>
    void SetSlot();

    /// <summary>Atomic or: the word's bit in the summary; a full fence.</summary>
    void SetSummary();

    /// <summary>Acquire load of the channel's attention cell.</summary>
    uint LoadAttention();

    /// <summary>Exchanges the channel's attention cell; a full fence.</summary>
    /// <param name="value"><see cref="AttentionState"/>.</param>
    uint ExchangeAttention(uint value);

    /// <summary>Writes the kick.</summary>
    void Kick();
}
