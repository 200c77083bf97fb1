namespace WarpDrive.Uacce;

/// <summary>A queue as its client sees it that wants to sleep, one method for each access of <see cref="WaitProtocol"/>.</summary>
/// <remarks>An interface, so that tests can run the same protocol code over a memory that tries every order of the accesses.</remarks>
internal interface IWaitCells
{
    /// <summary>Release store of 1 to the arm cell, unless it is 1.</summary>
    void Arm();

    /// <summary>Full fence.</summary>
    void Fence();

    /// <summary>The second look at what was posted.</summary>
    bool HasNewsAgain();

    /// <summary>Sleeps until the event is raised.</summary>
    void Sleep();
}
