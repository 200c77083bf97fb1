using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

/// <summary><c>struct pollfd</c> of poll.h.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct PollFd
{
    /// <summary>Descriptor; a negative one is passed over.</summary>
    [FieldOffset(0)] public int Fd;
    /// <summary>What to wait for.</summary>
    [FieldOffset(4)] public short Events;
    /// <summary>What there is.</summary>
    [FieldOffset(6)] public short Returned;
}
