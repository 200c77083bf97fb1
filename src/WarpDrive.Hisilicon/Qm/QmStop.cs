using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Stops queues with a limit on the waiting: the drain itself ends when the device is done with what it has.</summary>
internal static class QmStop
{
    /// <summary>PUT_Q.</summary>
    /// <param name="file">The queue.</param>
    /// <param name="timeout">How long to wait for the drain.</param>
    /// <returns>Whether the device touches nothing of the queue any more.</returns>
    internal static bool TryStop(QueueFile file, TimeSpan timeout)
    {
        Task<bool> put = Task.Run(() => Put(file));
        return put.Wait(timeout) && put.Result;
    }

    /// <summary>PUT_Q; false when a step still runs at the end of the core's own patience, or nobody can say whether one does.</summary>
    private static bool Put(QueueFile file)
    {
        try
        {
            file.Put();
        }
        catch (LinuxException e) when (e.Errno is Errno.ETIMEDOUT or Errno.EPROTO)   // EPROTO: a daemon answered nonsense
        {
            return false;
        }
        catch (LinuxException e) when (e.Errno is Errno.ENXIO or Errno.ENODEV)
        {
            // Dead already: nothing of it executes.
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile, which stops it as well.
        }

        return true;
    }
}
