using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon;

/// <summary>
/// Connections that are refused. The protocol has nothing unasked, so each is held until its HELLO comes, which is answered with the reason; for a second
/// at most, and not more than a few at a time: the others are closed without words.
/// </summary>
/// <remarks>Of one thread.</remarks>
internal sealed class RefusalDesk : IDisposable
{
    /// <summary>Connections held at a time.</summary>
    internal const int Places = 32;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly List<Place> _places = [];
    private readonly byte[] _packet = new byte[WireLimits.Packet];
    private readonly byte[] _reply = new byte[WireLimits.Packet];

    /// <summary>Time until the first one has waited long enough.</summary>
    internal TimeSpan Patience
    {
        get
        {
            TimeSpan left = s_patience - Stopwatch.GetElapsedTime(_places[0].Since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Takes a connection over, to refuse it.</summary>
    internal void Refuse(SafeFileHandle socket, Errno errno, string words)
    {
        if (_places.Count == Places)
        {
            socket.Dispose();
            return;
        }

        _places.Add(new Place(socket, errno, words, Stopwatch.GetTimestamp()));
    }

    /// <summary>What to poll for.</summary>
    /// <returns>How many entries were written.</returns>
    internal int Fill(Span<PollFd> fds)
    {
        for (int i = 0; i < _places.Count; i++)
        {
            fds[i] = new PollFd { Fd = (int)_places[i].Socket.DangerousGetHandle(), Events = Libc.POLLIN };
        }

        return _places.Count;
    }

    /// <summary>Answers those that have sent something, and lets go of those that took too long.</summary>
    /// <param name="fds">What <see cref="Fill"/> wrote, polled.</param>
    internal void Answer(ReadOnlySpan<PollFd> fds)
    {
        for (int i = fds.Length - 1; i >= 0; i--)
        {
            Place place = _places[i];
            if (fds[i].Returned != 0)
            {
                Answer(place);
            }
            else if (Stopwatch.GetElapsedTime(place.Since) < s_patience)
            {
                continue;
            }

            place.Socket.Dispose();
            _places.RemoveAt(i);
        }
    }

    /// <summary>Closes all.</summary>
    public void Dispose()
    {
        foreach (Place place in _places)
        {
            place.Socket.Dispose();
        }

        _places.Clear();
    }

    private void Answer(Place place)
    {
        int length = Libc.ReceivePacket(place.Socket, _packet, [], out _, out _, out _, out _);
        if (length > 0)
        {
            _ = Wire.TryReadHeader(_packet.AsSpan(0, length), out WireHeader header);
            _ = Libc.SendPacket(place.Socket, Wire.WriteRefusal(_reply, header, place.Errno, place.Words), [], wait: false);
        }
    }

    private readonly record struct Place(SafeFileHandle Socket, Errno Errno, string Words, long Since);
}
