using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>A packet that no client of the protocol sends. A few of them end the connection.</summary>
internal sealed class MalformedPacketException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errno">EPROTO or ENOSYS.</param>
    /// <param name="words">What is wrong with it.</param>
    internal MalformedPacketException(Errno errno, string words)
        : base(words) => Errno = errno;

    /// <summary>What the client is told.</summary>
    internal Errno Errno { get; }
}
