using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon;

/// <content>Packets in and replies out (uacced.md §2).</content>
internal sealed partial class Session
{
    private readonly byte[] _packet = new byte[WireLimits.Packet];
    private readonly byte[] _reply = new byte[WireLimits.Packet];
    private readonly SafeFileHandle?[] _arrived = new SafeFileHandle?[WireLimits.Descriptors];
    private readonly SafeFileHandle[] _outgoing = new SafeFileHandle[WireLimits.Descriptors];
    private int _arrivedCount;
    private readonly bool[] _givenAway = new bool[WireLimits.Descriptors];
    private int _outgoingCount;
    private int _malformed;
    private long _refused;

    /// <summary>Takes one packet and answers it.</summary>
    /// <returns>Why the connection ends, or null.</returns>
    private string? TakePacket()
    {
        int length = Libc.ReceivePacket(_socket, _packet, _arrived, out _arrivedCount, out PeerCredentials sender, out bool truncated, out Errno errno);
        try
        {
            if (length == 0)
            {
                return "hung up";
            }

            if (length < 0 && errno == Errno.EAGAIN)
            {
                return null;
            }

            if (length < 0 && errno != Errno.EPROTO)
            {
                return $"its socket failed with {errno}";
            }

            ReadOnlySpan<byte> packet = _packet.AsSpan(0, Math.Max(length, 0));
            bool isPacket = Wire.TryReadHeader(packet, out WireHeader header) && !truncated;
            if (_server.Options.SenderProcess(sender.Pid) != Peer.Pid)
            {
                return Refuse(header, Errno.EPERM, $"this connection belongs to process {Peer.Pid}: a forked child has to connect by itself");
            }

            if (!isPacket)
            {
                return Malformed(header, truncated ? Errno.EMSGSIZE : Errno.EPROTO);
            }

            return Answer(header, packet);
        }
        finally
        {
            DropDescriptors();
        }
    }

    private string? Answer(in WireHeader header, ReadOnlySpan<byte> packet)
    {
        _outgoingCount = 0;
        int length;
        try
        {
            length = Handle(header, packet);
        }
        catch (MalformedPacketException e)
        {
            return CountMalformed(Refuse(header, e.Errno, e.Message));
        }
        catch (LinuxException e)
        {
            return Refuse(header, e.Errno, RefusalWords.Of(e));
        }
        catch (OutOfMemoryException)
        {
            return Refuse(header, Errno.ENOMEM, "the daemon has no memory left for this");
        }

        string? ended = Send(_reply.AsSpan(0, length), _outgoing.AsSpan(0, _outgoingCount));
        for (int i = 0; i < _outgoingCount; i++)
        {
            if (_givenAway[i])
            {
                _outgoing[i].Dispose();   // the daemon has the memory mapped and needs it no more: descriptors are what it runs out of first
            }
        }

        return ended;
    }

    /// <summary>A packet that is none: too short, too long, truncated.</summary>
    private string? Malformed(in WireHeader header, Errno cause) => CountMalformed(Refuse(
        header, Errno.EPROTO,
        cause == Errno.EMSGSIZE
            ? $"a packet has at most {WireLimits.Packet} bytes and {WireLimits.Descriptors} descriptors, for which the daemon must have room"
            : "the packet has another length than its header says, or none"));

    private string? CountMalformed(string? ended) =>
        ++_malformed >= WireLimits.Malformed ? ended ?? $"sent {_malformed} malformed packets" : ended;

    private string? Refuse(in WireHeader header, Errno errno, string words)
    {
        _refused++;
        if (errno is Errno.EDQUOT or Errno.EPERM or Errno.EACCES or Errno.EMFILE or Errno.ENFILE or Errno.ENOMEM)
        {
            _server.Audit.Refused(Peer, RequestName(header), errno, words);
        }

        return Send(Wire.WriteRefusal(_reply, header, errno, words), []);
    }

    private string? Send(ReadOnlySpan<byte> reply, ReadOnlySpan<SafeFileHandle> descriptors)
    {
        Errno errno = Libc.SendPacket(_socket, reply, descriptors);
        return errno switch
        {
            Errno.None => null,
            Errno.EAGAIN => "does not read its replies",
            Errno.EPIPE or Errno.ECONNRESET => "hung up",
            _ => $"could not be answered: {errno}",
        };
    }

    /// <summary>Sends a descriptor with the reply.</summary>
    /// <param name="descriptor">It.</param>
    /// <param name="giveAway">Whether it is closed here once it was sent.</param>
    private void Attach(SafeFileHandle descriptor, bool giveAway)
    {
        _givenAway[_outgoingCount] = giveAway;
        _outgoing[_outgoingCount++] = descriptor;
    }

    private void DropDescriptors()
    {
        for (int i = 0; i < _arrivedCount; i++)
        {
            _arrived[i]?.Dispose();
            _arrived[i] = null;
        }

        _arrivedCount = 0;
    }

    private static string RequestName(in WireHeader header) =>
        Enum.IsDefined((WireType)header.Type) ? ((WireType)header.Type).ToString().ToUpperInvariant() : $"request {header.Type}";
}
