namespace WarpDrive.Uacce.Core;

/// <summary>The memory that an announcer and a worker which wants to sleep meet in, one method for each access of <see cref="WakeProtocol"/>.</summary>
internal interface IParkCells
{
    /// <summary>Sets the queue's bit and the summary bit; a full fence.</summary>
    void SetReady();

    /// <summary>Takes one worker from the parked ones; -1 when none is parked. A full fence when it takes one.</summary>
    int TakeParkedWorker();

    /// <summary>Sets a worker's word to awake, and wakes it.</summary>
    /// <param name="worker">The worker that was taken.</param>
    void Wake(int worker);

    /// <summary>Sets the own word to parked, then lists this worker as parked; a full fence.</summary>
    void ListAsParked();

    /// <summary>The second look at the ready list, and at the request to end.</summary>
    bool AnyReadyAgain();

    /// <summary>Sleeps while the own word says parked.</summary>
    void Sleep();

    /// <summary>Takes this worker from the list, if it is still there, and sets the own word to awake.</summary>
    void Unlist();
}
