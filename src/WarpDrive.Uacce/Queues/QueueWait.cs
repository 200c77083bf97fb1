using WarpDrive.Linux;

namespace WarpDrive.Uacce;

/// <summary>Waits on many queues at once: poll(2) over their event descriptors.</summary>
public static class QueueWait
{
    private const int OnStack = 64;

    /// <summary>Waits until at least one of the queues may have something to report.</summary>
    /// <param name="files">Queues; one without a descriptor (Inline) is passed over.</param>
    /// <param name="readable">One answer for each file: whether <see cref="QueueFile.Poll"/> may have something new. At least as long as <paramref name="files"/>.</param>
    /// <param name="timeout">Not negative and finite; zero only looks.</param>
    /// <returns>How many answers are true; 0 when the time ran out.</returns>
    /// <remarks>
    /// Arm each queue before each wait, and look at it once more after arming: what completed before the arming raises no event. Nothing here is
    /// consumed: <see cref="QueueFile.Poll"/> of a readable queue takes its event back. Allocates nothing for up to 64 queues.
    /// </remarks>
    public static int Any(ReadOnlySpan<QueueFile> files, Span<bool> readable, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(readable.Length, files.Length, nameof(readable));
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        Span<PollFd> entries = files.Length <= OnStack ? stackalloc PollFd[OnStack] : new PollFd[files.Length];
        entries = entries[..files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            entries[i] = new PollFd { Fd = files[i].EventDescriptor, Events = Libc.POLLIN };
        }

        int ready = Libc.Poll(entries, timeout);
        for (int i = 0; i < files.Length; i++)
        {
            readable[i] = entries[i].Returned != 0;
        }

        return ready;
    }
}
