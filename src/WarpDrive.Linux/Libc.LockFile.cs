using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const int LOCK_EX = 2;                     // asm-generic/fcntl.h, as below
    internal const int LOCK_NB = 4;
    private const int O_CREAT = 0x40;

    private static readonly int s_noFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;   // O_NOFOLLOW
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lockRetry = TimeSpan.FromMilliseconds(5);

    /// <summary>open(2) and flock(2): keeps every other process that asks for the same lock file waiting until it is dropped.</summary>
    /// <param name="path">A name for the lock alone; the file is made if need be, for its owner only.</param>
    /// <returns>To be given to <see cref="DropLockFile"/>.</returns>
    /// <exception cref="LinuxException">ETIMEDOUT: somebody holds it for 10 seconds. EACCES, ENOENT and what else the kernel says.</exception>
    internal static SafeFileHandle TakeLockFile(string path)
    {
        long since = Stopwatch.GetTimestamp();
        while (true)
        {
            SafeFileHandle file = OpenLockFile(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | s_noFollow, 0x180);   // rw-------
            if (file.IsInvalid)
            {
                Errno refused = LastErrno();
                file.Dispose();
                LinuxException.Throw("open", refused, path);
            }

            Errno errno = flock(file, LOCK_EX | LOCK_NB) == 0 ? Errno.None : LastErrno();
            if (errno == Errno.None && GetFileIdentity(file) == GetFileIdentity(path))
            {
                return file;
            }

            // Somebody holds it, or has just dropped and removed the one that was opened here.
            file.Dispose();
            if (errno is not (Errno.None or Errno.EAGAIN or Errno.EINTR))
            {
                LinuxException.Throw("flock", errno, path);
            }

            if (Stopwatch.GetElapsedTime(since) > s_lockTimeout)
            {
                LinuxException.Throw("flock", Errno.ETIMEDOUT, $"{path}: another process holds it");
            }

            Thread.Sleep(s_lockRetry);
        }
    }

    /// <summary>Lets the next one in, and leaves no file behind.</summary>
    /// <param name="file">What <see cref="TakeLockFile"/> gave.</param>
    /// <param name="path">What it was given.</param>
    internal static void DropLockFile(SafeFileHandle file, string path)
    {
        _ = unlink(path);   // held: nobody else may have replaced it
        file.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenLockFile(string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle fd, int operation);
}
