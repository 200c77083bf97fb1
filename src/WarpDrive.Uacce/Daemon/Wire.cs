using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Reads and writes packets (uacced.md §2). The messages are structs of the exact layout; machines are little-endian.</summary>
internal static class Wire
{
    /// <summary>Reads the header; false when the packet is too short, too long, or tells another length than it has.</summary>
    internal static bool TryReadHeader(ReadOnlySpan<byte> packet, out WireHeader header)
    {
        header = default;
        return packet.Length <= WireLimits.Packet && MemoryMarshal.TryRead(packet, out header) && header.Bytes == (uint)packet.Length;
    }

    /// <summary>Reads a message without a variable part; false when the length is another.</summary>
    internal static bool TryReadExact<T>(ReadOnlySpan<byte> packet, out T message)
        where T : unmanaged
    {
        message = default;
        return packet.Length == Unsafe.SizeOf<T>() && MemoryMarshal.TryRead(packet, out message);
    }

    /// <summary>Reads a message and the variable part behind it; false when the fixed part is not complete or the rest longer than allowed.</summary>
    internal static bool TryRead<T>(ReadOnlySpan<byte> packet, int mostBehind, out T message, out ReadOnlySpan<byte> behind)
        where T : unmanaged
    {
        behind = default;
        if (!MemoryMarshal.TryRead(packet, out message) || packet.Length - Unsafe.SizeOf<T>() > mostBehind)
        {
            return false;
        }

        behind = packet[Unsafe.SizeOf<T>()..];
        return true;
    }

    /// <summary>Writes a message, and bytes behind it.</summary>
    /// <param name="room">At least <see cref="WireLimits.Packet"/>.</param>
    /// <param name="message">Its header tells the length of all.</param>
    /// <param name="behind">The variable part.</param>
    /// <returns>The packet.</returns>
    internal static Span<byte> Write<T>(Span<byte> room, in T message, ReadOnlySpan<byte> behind = default)
        where T : unmanaged
    {
        MemoryMarshal.Write(room, message);
        behind.CopyTo(room[Unsafe.SizeOf<T>()..]);
        return room[..(Unsafe.SizeOf<T>() + behind.Length)];
    }

    /// <summary>Writes a refusal: minus the errno, and words for people behind the header.</summary>
    /// <returns>The packet.</returns>
    internal static Span<byte> WriteRefusal(Span<byte> room, in WireHeader request, Errno errno, string words)
    {
        int length = WriteText(room[WireHeader.Size..], words, WireLimits.Words);
        MemoryMarshal.Write(room, WireHeader.Reply(request, WireHeader.Size + length, -(int)errno));
        return room[..(WireHeader.Size + length)];
    }

    /// <summary>Writes text, cut at a whole character when it is longer than allowed.</summary>
    /// <returns>Bytes written.</returns>
    internal static int WriteText(Span<byte> room, string text, int most)
    {
        Encoder encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(text, room[..Math.Min(most, room.Length)], flush: true, out _, out int written, out _);
        return written;
    }

    /// <summary>Text from the other side: whatever is not UTF-8 is replaced, control characters too.</summary>
    internal static string ReadWords(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, WireLimits.Words)]);
        return string.Create(text.Length, text, static (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        });
    }
}
