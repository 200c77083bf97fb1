namespace WarpDrive.Linux;

/// <summary>Error numbers of Linux on x86-64 and arm64 (asm-generic/errno-base.h and errno.h), as positive values.</summary>
public enum Errno
{
    /// <summary>No error.</summary>
    None = 0,
    /// <summary>Operation not permitted.</summary>
    EPERM = 1,
    /// <summary>No such file or directory.</summary>
    ENOENT = 2,
    /// <summary>No such process.</summary>
    ESRCH = 3,
    /// <summary>Interrupted system call.</summary>
    EINTR = 4,
    /// <summary>Input/output error.</summary>
    EIO = 5,
    /// <summary>No such device or address; a queue that has died answers so.</summary>
    ENXIO = 6,
    /// <summary>Too much at once.</summary>
    E2BIG = 7,
    /// <summary>Bad file descriptor.</summary>
    EBADF = 9,
    /// <summary>Nothing there yet; try again.</summary>
    EAGAIN = 11,
    /// <summary>Out of memory.</summary>
    ENOMEM = 12,
    /// <summary>Permission denied.</summary>
    EACCES = 13,
    /// <summary>Bad address.</summary>
    EFAULT = 14,
    /// <summary>Busy: no free queue, or a full ring.</summary>
    EBUSY = 16,
    /// <summary>Already exists; a region is mapped already.</summary>
    EEXIST = 17,
    /// <summary>No such device.</summary>
    ENODEV = 19,
    /// <summary>A part of the path is no directory.</summary>
    ENOTDIR = 20,
    /// <summary>Is a directory.</summary>
    EISDIR = 21,
    /// <summary>Invalid argument.</summary>
    EINVAL = 22,
    /// <summary>Too many open files in the system.</summary>
    ENFILE = 23,
    /// <summary>Too many open files of this process.</summary>
    EMFILE = 24,
    /// <summary>Inappropriate ioctl for device.</summary>
    ENOTTY = 25,
    /// <summary>No space left.</summary>
    ENOSPC = 28,
    /// <summary>Broken pipe.</summary>
    EPIPE = 32,
    /// <summary>Result out of range.</summary>
    ERANGE = 34,
    /// <summary>Name too long.</summary>
    ENAMETOOLONG = 36,
    /// <summary>Function not implemented.</summary>
    ENOSYS = 38,
    /// <summary>No data of that kind.</summary>
    ENODATA = 61,
    /// <summary>Protocol error.</summary>
    EPROTO = 71,
    /// <summary>Not a message.</summary>
    EBADMSG = 74,
    /// <summary>Value too large.</summary>
    EOVERFLOW = 75,
    /// <summary>Not a socket.</summary>
    ENOTSOCK = 88,
    /// <summary>Message too long.</summary>
    EMSGSIZE = 90,
    /// <summary>The kernel is too old for this socket option.</summary>
    ENOPROTOOPT = 92,
    /// <summary>No version of the protocol that both sides speak.</summary>
    EPROTONOSUPPORT = 93,
    /// <summary>Operation not supported.</summary>
    EOPNOTSUPP = 95,
    /// <summary>The address is in use.</summary>
    EADDRINUSE = 98,
    /// <summary>The other side has ended the connection.</summary>
    ECONNRESET = 104,
    /// <summary>No room for the message now.</summary>
    ENOBUFS = 105,
    /// <summary>Not connected.</summary>
    ENOTCONN = 107,
    /// <summary>Ending; nothing new is taken.</summary>
    ESHUTDOWN = 108,
    /// <summary>Timed out.</summary>
    ETIMEDOUT = 110,
    /// <summary>Connection refused.</summary>
    ECONNREFUSED = 111,
    /// <summary>A quota is used up.</summary>
    EDQUOT = 122,
    /// <summary>Cancelled.</summary>
    ECANCELED = 125,
}
