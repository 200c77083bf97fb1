using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const int AF_UNIX = 1;                     // bits/socket.h
    internal const int SOCK_SEQPACKET = 5;              // bits/socket_type.h
    internal const int SOCK_CLOEXEC = 0x80000;          // the same as O_CLOEXEC
    internal const int SOCK_NONBLOCK = 0x800;           // the same as O_NONBLOCK
    internal const int SHUT_RD = 0;                     // sys/socket.h
    internal const int SHUT_RDWR = 2;                   // sys/socket.h
    internal const int UnixPathRoom = 108;              // sun_path of sys/un.h, with the zero behind the name

    private const Errno EPROTOTYPE = (Errno)91;         // asm-generic/errno.h: a socket of another type; neither leaves this file
    private const Errno ECONNABORTED = (Errno)103;

    // A listener whose queue of waiting connections is full makes connect wait; nothing here waits without an end.
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A listening socket of packets at a path, not blocking, closed on exec. A socket file that nobody listens at is replaced.
    /// </summary>
    /// <param name="path">At most 107 bytes; its directory takes a name of 13 bytes and <c>path.lock</c> for a moment.</param>
    /// <param name="mode">Permissions of the file from its first moment, whatever the umask says.</param>
    /// <param name="backlog">Connections that may wait to be accepted.</param>
    /// <exception cref="LinuxException">
    /// EADDRINUSE: somebody listens there. EEXIST: a file there is no socket. ENAMETOOLONG, EACCES, ENOENT and what else the kernel says.
    /// </exception>
    /// <remarks>
    /// The socket is bound to a name of its own, listens, and is then linked to the path. So whoever finds a socket at the path that refuses
    /// connections has found a dead one, and may replace it: under a lock beside the path, since between the look and the replacement another
    /// process could have done the same.
    /// </remarks>
    internal static SafeFileHandle SeqpacketListen(string path, UnixFileMode mode, int backlog)
    {
        path = Path.GetFullPath(path);
        string own = Beside(path);
        SafeFileHandle listener = OpenSocket(SOCK_NONBLOCK);
        try
        {
            Check(fchmod(listener, (uint)mode), "fchmod", path);   // bind makes the file with the mode of the socket, less the umask
            WithAddress(own, listener, "bind", static (fd, address, length) => bind(fd, address, length));
            try
            {
                Check(chmod(own, (uint)mode), "chmod", own);
                Check(listen(listener, backlog), "listen", path);
                PublishSocket(own, path);
            }
            finally
            {
                _ = unlink(own);   // the name was a means; the socket is at the path now, or nowhere
            }

            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>connect(2) to a listening socket of packets; the result blocks and is closed on exec.</summary>
    /// <param name="path">At most 107 bytes.</param>
    /// <exception cref="LinuxException">ENOENT, ECONNREFUSED: nobody listens there. EACCES. ETIMEDOUT: nobody accepts. ENAMETOOLONG.</exception>
    internal static SafeFileHandle SeqpacketConnect(string path)
    {
        SafeFileHandle socket = OpenSocket(0);
        try
        {
            SetSendTimeout(socket, s_connectTimeout);
            WithAddress(path, socket, "connect", static (fd, address, length) => connect(fd, address, length));
            SetSendTimeout(socket, TimeSpan.Zero);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>accept4(2); the result blocks and is closed on exec.</summary>
    /// <param name="listener">A listening socket.</param>
    /// <returns>Null when nobody waits, or who waited has gone.</returns>
    /// <exception cref="LinuxException">EMFILE, ENFILE, ENOMEM: the connection still waits. EINVAL: the listener was shut down.</exception>
    internal static SafeFileHandle? TryAccept(SafeFileHandle listener)
    {
        SafeFileHandle socket = accept4(listener, 0, 0, SOCK_CLOEXEC);
        if (!socket.IsInvalid)
        {
            return socket;
        }

        Errno errno = LastErrno();
        socket.Dispose();
        if (errno is Errno.EAGAIN or Errno.EINTR or ECONNABORTED)
        {
            return null;
        }

        LinuxException.Throw("accept", errno);
        return null;
    }

    /// <summary>shutdown(2) in both directions: whoever waits at either end is woken. One that has ended already is left as it is.</summary>
    /// <param name="socket">A socket.</param>
    internal static void ShutdownSocket(SafeFileHandle socket) => _ = shutdown(socket, SHUT_RDWR);   // ENOTCONN: ended already

    /// <summary>shutdown(2) for reading: whoever waits at this end is woken, and the other one hears nothing of it but EPIPE when it sends.</summary>
    /// <param name="socket">A socket.</param>
    internal static void ShutdownReading(SafeFileHandle socket) => _ = shutdown(socket, SHUT_RD);

    private static SafeFileHandle OpenSocket(int flags)
    {
        SafeFileHandle fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0);
        if (fd.IsInvalid)
        {
            Errno errno = LastErrno();
            fd.Dispose();
            LinuxException.Throw("socket", errno);
        }

        return fd;
    }

    private static void PublishSocket(string own, string path)
    {
        string lockPath = $"{path}.lock";
        SafeFileHandle held = TakeLockFile(lockPath);
        try
        {
            if (link(own, path) == 0)
            {
                return;
            }

            Errno errno = LastErrno();
            if (errno != Errno.EEXIST)
            {
                LinuxException.Throw("link", errno, path);
            }

            if (!IsSocketFile(path))
            {
                LinuxException.Throw("bind", Errno.EEXIST, $"{path} is not a socket; remove it, or name another path");
            }

            if (IsListenedAt(path))
            {
                LinuxException.Throw("bind", Errno.EADDRINUSE, $"somebody listens at {path}");
            }

            Check(rename(own, path), "rename", path);   // over the dead one: there is a socket at the path all the time
        }
        finally
        {
            DropLockFile(held, lockPath);
        }
    }

    private static bool IsListenedAt(string path)
    {
        try
        {
            SeqpacketConnect(path).Dispose();
            return true;
        }
        catch (LinuxException e) when (e.Errno is Errno.ECONNREFUSED or Errno.ENOENT)
        {
            return false;
        }
        catch (LinuxException e) when (e.Errno is Errno.ETIMEDOUT or EPROTOTYPE)   // does not accept now, or takes streams: alive
        {
            return true;
        }
    }

    private static string Beside(string path) => Path.Combine(
        Path.GetDirectoryName(path) ?? "/", string.Create(CultureInfo.InvariantCulture, $".{RandomNumberGenerator.GetHexString(12, lowercase: true)}"));

    private static void WithAddress(string path, SafeFileHandle fd, string call, Func<SafeFileHandle, byte[], int, int> use)
    {
        int length = Encoding.UTF8.GetByteCount(path);
        if (length is 0 || length >= UnixPathRoom)
        {
            LinuxException.Throw(call, Errno.ENAMETOOLONG, $"{path}: {length} bytes, at most {UnixPathRoom - 1}");
        }

        byte[] address = new byte[sizeof(ushort) + UnixPathRoom];
        BinaryPrimitives.WriteUInt16LittleEndian(address, AF_UNIX);
        Encoding.UTF8.GetBytes(path, address.AsSpan(sizeof(ushort)));
        while (use(fd, address, sizeof(ushort) + length + 1) != 0)
        {
            Errno errno = LastErrno();
            if (errno != Errno.EINTR)
            {
                LinuxException.Throw(call, errno == Errno.EAGAIN ? Errno.ETIMEDOUT : errno, path);
            }
        }
    }

    private static void Check(int result, string call, string detail)
    {
        if (result != 0)
        {
            LinuxException.Throw(call, LastErrno(), detail);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial SafeFileHandle socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(SafeFileHandle fd, byte[] address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(SafeFileHandle fd, byte[] address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int listen(SafeFileHandle fd, int backlog);

    [LibraryImport("libc", SetLastError = true)]
    private static partial SafeFileHandle accept4(SafeFileHandle fd, nint address, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int shutdown(SafeFileHandle fd, int how);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmod(SafeFileHandle fd, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chmod(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlink(string path);
}
