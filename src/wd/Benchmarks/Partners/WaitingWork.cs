using System.Diagnostics;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>Keeps a number of requests in flight on one queue, and waits when there is no result.</summary>
internal abstract class WaitingWork : IClientWork
{
    private static readonly long s_patience = 30 * Stopwatch.Frequency;
    private static readonly TimeSpan s_sleep = TimeSpan.FromMilliseconds(50);   // nobody is woken when a device dies (hisi-qm-zip.md A8)

    private readonly int _depth;
    private readonly ClientWaits _waits;
    private int _inFlight;

    /// <summary>Makes the work.</summary>
    /// <param name="depth">Requests in flight.</param>
    /// <param name="waits">How it waits.</param>
    protected WaitingWork(int depth, ClientWaits waits)
    {
        _depth = depth;
        _waits = waits;
    }

    /// <inheritdoc/>
    public long Errors { get; protected set; }

    /// <inheritdoc/>
    public int Round()
    {
        int room = _depth - _inFlight;
        Send(room);
        _inFlight = _depth;
        return Take();
    }

    /// <inheritdoc/>
    public void Rest()
    {
        while (_inFlight > 0)
        {
            _ = Take();
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Sends requests; there is room for them.</summary>
    /// <param name="count">How many, 1 to the depth.</param>
    protected abstract void Send(int count);

    /// <summary>The queue.</summary>
    protected abstract QueueFile File { get; }

    /// <summary>Arms the event of the queue, and sleeps.</summary>
    /// <param name="timeout">At most this long.</param>
    protected abstract void Sleep(TimeSpan timeout);

    /// <summary>Takes what is there, and counts what is wrong.</summary>
    /// <returns>How many.</returns>
    protected abstract int Receive();

    /// <summary>For <see cref="Send"/> and <see cref="Receive"/>: the queue does not do what it must.</summary>
    protected static InvalidOperationException Lost<T>(T result)
        where T : struct, Enum => new($"a queue of the benchmark was lost: {result}");

    private int Take()
    {
        int count = 0;
        long deadline = Stopwatch.GetTimestamp() + s_patience;
        while (count == 0)
        {
            if (Stopwatch.GetTimestamp() > deadline)
            {
                throw new TimeoutException("a request of the benchmark is not back in time");
            }

            if (_waits == ClientWaits.Look)
            {
                File.Wait(s_sleep);
            }
            else
            {
                Sleep(s_sleep);
            }

            count = Receive();
        }

        _inFlight -= count;
        return count;
    }
}
