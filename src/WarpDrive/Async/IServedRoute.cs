namespace WarpDrive;

/// <summary>The asynchronous side of a route, as the reaper sees it, whatever its class of requests.</summary>
internal interface IServedRoute
{
    /// <summary>Completion events of its queues.</summary>
    int[] EventDescriptors { get; }

    /// <summary>One round: takes what has finished, looks at deadlines, moves the line.</summary>
    /// <param name="now">Time stamp.</param>
    /// <returns>True while something is in flight or in line.</returns>
    bool Sweep(long now);
}
