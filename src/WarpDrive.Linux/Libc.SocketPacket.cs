using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    /// <summary>Most descriptors that one packet takes along here; the kernel's own limit is 253.</summary>
    internal const int MaxPacketDescriptors = 16;

    internal const int SCM_RIGHTS = 1;                      // bits/socket.h
    internal const int SCM_CREDENTIALS = 2;
    internal const int MSG_CTRUNC = 0x8;
    internal const int MSG_TRUNC = 0x20;
    internal const int MSG_DONTWAIT = 0x40;
    internal const int MSG_NOSIGNAL = 0x4000;
    internal const int MSG_CMSG_CLOEXEC = 0x40000000;

    // The largest block of control messages: credentials, then descriptors; each header is 16 bytes and all is rounded up to 8.
    private const int ControlRoom = 16 + 16 + 16 + (MaxPacketDescriptors * sizeof(int));

    /// <summary>sendmsg(2) of one packet, with descriptors that the receiver gets copies of.</summary>
    /// <param name="socket">A connected socket of packets.</param>
    /// <param name="packet">Not empty: an empty one looks like the end of the connection.</param>
    /// <param name="descriptors">At most <see cref="MaxPacketDescriptors"/>.</param>
    /// <param name="wait">Whether to wait while the receiver's buffer is full; a socket with a limit waits no longer than that.</param>
    /// <returns><see cref="Errno.None"/>; EAGAIN: no room (in time); EPIPE, ECONNRESET: the other side has ended; EMSGSIZE: larger than the buffer.</returns>
    internal static Errno SendPacket(SafeFileHandle socket, ReadOnlySpan<byte> packet, ReadOnlySpan<SafeFileHandle> descriptors, bool wait = true)
    {
        ArgumentOutOfRangeException.ThrowIfZero(packet.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, MaxPacketDescriptors);
        long* control = stackalloc long[ControlRoom / sizeof(long)];   // longs, for their alignment
        int held = 0;
        try
        {
            int* values = (int*)((byte*)control + sizeof(ControlHeader));
            for (; held < descriptors.Length; held++)
            {
                bool added = false;
                descriptors[held].DangerousAddRef(ref added);
                values[held] = (int)descriptors[held].DangerousGetHandle();
            }

            fixed (byte* bytes = packet)
            {
                IoVector vector = new() { Base = bytes, Length = (nuint)packet.Length };
                MessageHeader message = new() { Vectors = &vector, VectorCount = 1 };
                if (held > 0)
                {
                    *(ControlHeader*)control = new() { Length = (nuint)(sizeof(ControlHeader) + (held * sizeof(int))), Level = SOL_SOCKET, Type = SCM_RIGHTS };
                    message.Control = control;
                    message.ControlLength = (nuint)RoundUp8(sizeof(ControlHeader) + (held * sizeof(int)));
                }

                while (sendmsg(socket, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT)) < 0)
                {
                    Errno errno = LastErrno();
                    if (errno != Errno.EINTR)
                    {
                        return errno;
                    }
                }
            }

            return Errno.None;
        }
        finally
        {
            while (held > 0)
            {
                descriptors[--held].DangerousRelease();
            }
        }
    }

    /// <summary>recvmsg(2) of one packet, its sender, and the descriptors that came along, which are closed on exec.</summary>
    /// <param name="socket">A connected socket of packets.</param>
    /// <param name="room">Where its bytes go; not empty.</param>
    /// <param name="descriptors">Where its descriptors go; at most <see cref="MaxPacketDescriptors"/>. Those that find no room are closed.</param>
    /// <param name="descriptorCount">Descriptors that arrived; the caller's to close.</param>
    /// <param name="sender">Who sent it, if <see cref="PassCredentials"/> is on; else all zero.</param>
    /// <param name="truncated">Bytes or descriptors were lost for lack of room, or of free descriptors in this process.</param>
    /// <param name="errno">Why there is no packet. EPROTO: it was empty; <paramref name="sender"/> tells whose it was. EAGAIN, ECONNRESET.</param>
    /// <returns>Bytes; 0: the other side has ended the connection; -1: no packet.</returns>
    internal static int ReceivePacket(
        SafeFileHandle socket, Span<byte> room, Span<SafeFileHandle?> descriptors, out int descriptorCount, out PeerCredentials sender,
        out bool truncated, out Errno errno)
    {
        ArgumentOutOfRangeException.ThrowIfZero(room.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, MaxPacketDescriptors);
        descriptorCount = 0;
        sender = default;
        truncated = false;
        errno = Errno.None;
        long* control = stackalloc long[ControlRoom / sizeof(long)];
        nint length;
        MessageHeader message = default;
        fixed (byte* bytes = room)
        {
            IoVector vector = new() { Base = bytes, Length = (nuint)room.Length };
            do
            {
                // No more room than for what is wanted: the kernel never installs what does not fit.
                int rights = descriptors.Length == 0 ? 0 : RoundUp8(sizeof(ControlHeader) + (descriptors.Length * sizeof(int)));
                message = new()
                {
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = control,
                    ControlLength = (nuint)(RoundUp8(sizeof(ControlHeader) + sizeof(PeerCredentials)) + rights),
                };
                length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
            }
            while (length < 0 && LastErrno() == Errno.EINTR);
        }

        if (length < 0)
        {
            errno = LastErrno();
            return -1;
        }

        bool named = TakeControl((byte*)control, (long)message.ControlLength, descriptors, ref descriptorCount, ref sender, ref truncated);
        truncated |= (message.Flags & (MSG_TRUNC | MSG_CTRUNC)) != 0;
        if (length == 0 && named)   // the end of a connection has no sender
        {
            errno = Errno.EPROTO;
            return -1;
        }

        return (int)length;
    }

    private static bool TakeControl(
        byte* control, long length, Span<SafeFileHandle?> descriptors, ref int count, ref PeerCredentials sender, ref bool truncated)
    {
        bool named = false;
        for (long at = 0; at + sizeof(ControlHeader) <= length;)
        {
            var header = (ControlHeader*)(control + at);
            long size = Math.Min((long)header->Length, length - at) - sizeof(ControlHeader);
            if (size < 0)
            {
                break;
            }

            byte* data = control + at + sizeof(ControlHeader);
            if (header->Level == SOL_SOCKET && header->Type == SCM_CREDENTIALS && size >= sizeof(PeerCredentials))
            {
                sender = *(PeerCredentials*)data;
                named = true;
            }
            else if (header->Level == SOL_SOCKET && header->Type == SCM_RIGHTS)
            {
                for (long i = 0; i + sizeof(int) <= size; i += sizeof(int))
                {
                    var arrived = new SafeFileHandle(*(int*)(data + i), ownsHandle: true);
                    if (count < descriptors.Length)
                    {
                        descriptors[count++] = arrived;
                    }
                    else
                    {
                        arrived.Dispose();   // rounding up made room for one more
                        truncated = true;
                    }
                }
            }

            at += RoundUp8(sizeof(ControlHeader) + (int)size);
        }

        return named;
    }

    private static int RoundUp8(int length) => (length + 7) & ~7;

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(SafeFileHandle fd, MessageHeader* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recvmsg(SafeFileHandle fd, MessageHeader* message, int flags);
}
