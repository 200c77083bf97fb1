using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

/// <summary>A reply as it came.</summary>
internal sealed record RawReply(byte[] Bytes, SafeFileHandle[] Descriptors) : IDisposable
{
    internal WireHeader Header => MemoryMarshal.Read<WireHeader>(Bytes);

    internal Errno Errno => Header.Errno;

    /// <summary>What follows the header, as text.</summary>
    internal string Words => Encoding.UTF8.GetString(Bytes.AsSpan(WireHeader.Size));

    internal T As<T>()
        where T : unmanaged
    {
        Assert.True(Errno == Errno.None, $"{Errno}: {Words}");
        Assert.True(Bytes.Length >= Unsafe.SizeOf<T>(), $"{Bytes.Length} bytes");
        return MemoryMarshal.Read<T>(Bytes);
    }

    /// <summary>The reply must be a refusal.</summary>
    internal string Refused(Errno errno)
    {
        Assert.True(Errno == errno, $"{Errno}: {Words}");
        Assert.Empty(Descriptors);
        return Words;
    }

    public void Dispose()
    {
        foreach (SafeFileHandle descriptor in Descriptors)
        {
            descriptor.Dispose();
        }
    }
}
