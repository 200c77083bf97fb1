using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const int SO_PEERGROUPS = 59;   // asm-generic/socket.h

    /// <summary>SO_PEERGROUPS: supplementary groups of who connected, at the moment of connecting.</summary>
    /// <param name="socket">A connected UNIX socket.</param>
    /// <exception cref="LinuxException">Not such a socket.</exception>
    internal static uint[] GetPeerGroups(SafeFileHandle socket)
    {
        uint[] groups = new uint[32];
        while (true)
        {
            int length = groups.Length * sizeof(uint);
            fixed (uint* first = groups)
            {
                if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, first, &length) == 0)
                {
                    return groups[..(length / sizeof(uint))];
                }
            }

            Errno errno = LastErrno();
            if (errno != Errno.ERANGE)
            {
                LinuxException.Throw("getsockopt", errno, "SO_PEERGROUPS");
            }

            groups = new uint[length / sizeof(uint)];   // the kernel told how many there are
        }
    }
}
