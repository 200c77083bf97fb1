namespace WarpDrive.Uacce;

/// <summary>A queue as its device sees it that has posted, one method for each access of <see cref="WaitProtocol"/>.</summary>
internal interface IPostCells
{
    /// <summary>Full fence, unless client and device are one thread.</summary>
    void Fence();

    /// <summary>Acquire load of the arm cell.</summary>
    uint LoadArm();

    /// <summary>Exchanges the arm cell; a full fence.</summary>
    /// <param name="value">0.</param>
    uint ExchangeArm(uint value);

    /// <summary>Raises the event.</summary>
    void Signal();
}
