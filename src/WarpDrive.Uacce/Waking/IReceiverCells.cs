namespace WarpDrive.Uacce;

/// <summary>A queue as its client sees it that arms for a receiver, one method for each access of <see cref="WaitProtocol"/>.</summary>
internal interface IReceiverCells
{
    /// <summary>Release store of 1 to the arm cell, unless it is 1.</summary>
    void Arm();

    /// <summary>Full fence.</summary>
    void Fence();

    /// <summary>Whether something was posted that the receiver has not given back.</summary>
    bool HasUnread();

    /// <summary>Raises the event.</summary>
    void Raise();
}
