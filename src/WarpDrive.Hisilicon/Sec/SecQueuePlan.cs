namespace WarpDrive.Hisilicon.Sec;

/// <summary>What a queue was set up for, as its device executes it. Fixed from START to STOP, but for <see cref="Wave"/>.</summary>
internal sealed class SecQueuePlan(SecEngine forced)
{
    /// <summary>The engine to use where it can be; <see cref="SecEngine.Hardware"/> leaves the choice to calibration.</summary>
    internal SecEngine Forced { get; } = forced;

    /// <summary>The last wave that requests of the queue joined; the executor's own note, under the queue's step token.</summary>
    internal long Wave { get; set; }
}
