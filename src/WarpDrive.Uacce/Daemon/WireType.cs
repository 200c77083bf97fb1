namespace WarpDrive.Uacce.Daemon;

/// <summary>Types of requests (uacced.md §3); a reply has <see cref="WireHeader.ReplyBit"/> set as well.</summary>
internal enum WireType : ushort
{
    /// <summary>The first request.</summary>
    Hello = 1,
    /// <summary>Names of the devices.</summary>
    List = 2,
    /// <summary>Text of an attribute.</summary>
    Read = 3,
    /// <summary>Write an attribute.</summary>
    Write = 4,
    /// <summary>The channel of a device.</summary>
    Channel = 5,
    /// <summary>open(2).</summary>
    Open = 6,
    /// <summary>mmap(2).</summary>
    Map = 7,
    /// <summary>munmap(2).</summary>
    Unmap = 8,
    /// <summary>ioctl(2).</summary>
    Ioctl = 9,
    /// <summary>close(2).</summary>
    Close = 10,
    /// <summary>What <c>wd top</c> shows.</summary>
    Statistics = 11,
}
