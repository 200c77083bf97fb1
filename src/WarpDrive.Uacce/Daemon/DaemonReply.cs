using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>A reply of the daemon and the descriptors that came with it. Disposing closes those that nobody took.</summary>
internal sealed class DaemonReply : IDisposable
{
    private readonly byte[] _packet;
    private readonly SafeFileHandle?[] _descriptors;

    internal DaemonReply(byte[] packet, int length, in WireHeader header, SafeFileHandle?[] descriptors, int descriptorCount)
    {
        _packet = packet;
        Length = length;
        Header = header;
        _descriptors = descriptors;
        DescriptorCount = descriptorCount;
    }

    /// <summary>Bytes of the packet.</summary>
    internal int Length { get; }

    internal WireHeader Header { get; }

    /// <summary>How many descriptors came.</summary>
    internal int DescriptorCount { get; }

    /// <summary>The packet, header included.</summary>
    internal ReadOnlySpan<byte> Packet => _packet.AsSpan(0, Length);

    /// <summary>What follows the header.</summary>
    internal ReadOnlySpan<byte> Body => Packet[WireHeader.Size..];

    /// <summary>Reads a message that must be the whole packet, and have so many descriptors.</summary>
    /// <exception cref="LinuxException">EPROTO: it is not.</exception>
    internal T Read<T>(string call, int descriptors)
        where T : unmanaged
    {
        if (!Wire.TryReadExact(Packet, out T message) || DescriptorCount != descriptors)
        {
            LinuxException.Throw(
                call, Errno.EPROTO,
                $"the daemon's reply has {Length} bytes and {DescriptorCount} descriptors; {Unsafe.SizeOf<T>()} and {descriptors} were expected");
        }

        return message;
    }

    /// <summary>Takes a descriptor; the caller's to close from here on.</summary>
    internal SafeFileHandle Take(int index)
    {
        SafeFileHandle taken = _descriptors[index]!;
        _descriptors[index] = null;
        return taken;
    }

    public void Dispose()
    {
        foreach (SafeFileHandle? descriptor in _descriptors)
        {
            descriptor?.Dispose();
        }
    }
}
