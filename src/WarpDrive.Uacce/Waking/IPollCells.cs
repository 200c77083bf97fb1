namespace WarpDrive.Uacce;

/// <summary>A queue as its client sees it that polls, one method for each access of <see cref="WaitProtocol"/>.</summary>
internal interface IPollCells
{
    /// <summary>Takes the event back if it is known to be raised.</summary>
    void TakeEventBack();

    /// <summary>Looks at what was posted; news is reported once.</summary>
    bool HasNews();

    /// <summary>Takes back whatever else raised the event, where somebody may wait on the descriptor and would be woken without end.</summary>
    void TakeStrayEventBack();
}
