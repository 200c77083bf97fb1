namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>What a client of a daemon does again and again. One thread's.</summary>
internal interface IClientWork : IDisposable
{
    /// <summary>Requests that failed, or came back wrong, so far.</summary>
    long Errors { get; }

    /// <summary>Sends what there is room for, sleeps until something is back, takes it.</summary>
    /// <returns>Requests that came back.</returns>
    /// <exception cref="TimeoutException">Nothing came back.</exception>
    int Round();

    /// <summary>Takes what is still under way, so that the queue is idle.</summary>
    void Rest();
}
