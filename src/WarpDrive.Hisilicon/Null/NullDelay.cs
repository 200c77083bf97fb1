namespace WarpDrive.Hisilicon.Null;

/// <summary>How the null device spends its delay.</summary>
public enum NullDelay
{
    /// <summary>Computing, as an engine would; exact to about 100 ns.</summary>
    Busy = 0,
    /// <summary>Asleep, as a worker that waits for something would; at least a millisecond, whatever is asked.</summary>
    Timed = 1,
}
