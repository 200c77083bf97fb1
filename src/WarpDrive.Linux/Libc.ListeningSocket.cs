using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const int SO_TYPE = 3;          // asm-generic/socket.h, as below
    internal const int SO_ACCEPTCONN = 30;
    internal const int SO_DOMAIN = 39;

    /// <summary>Whether a descriptor that somebody else made is a UNIX socket of packets that listens.</summary>
    /// <param name="fd">Any descriptor.</param>
    internal static bool IsSeqpacketListener(SafeFileHandle fd) =>
        SocketNumber(fd, SO_DOMAIN) == AF_UNIX && SocketNumber(fd, SO_TYPE) == SOCK_SEQPACKET && SocketNumber(fd, SO_ACCEPTCONN) == 1;

    private static int SocketNumber(SafeFileHandle fd, int name)
    {
        int value = -1;
        int length = sizeof(int);
        return getsockopt(fd, SOL_SOCKET, name, &value, &length) == 0 ? value : -1;
    }
}
