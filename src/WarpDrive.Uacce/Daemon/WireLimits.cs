namespace WarpDrive.Uacce.Daemon;

/// <summary>Limits and constants of the wire protocol (uacced.md §1, §2).</summary>
internal static class WireLimits
{
    /// <summary>Path of the socket when nobody names another.</summary>
    internal const string DefaultSocket = "/run/uacced/uacced.sock";
    /// <summary>Environment variable that names the socket.</summary>
    internal const string SocketVariable = "WD_SOCKET";

    /// <summary>First 32 bits of a HELLO: <c>UACD</c>.</summary>
    internal const uint Magic = 0x44434155;
    /// <summary>Lowest version that this code speaks.</summary>
    internal const ushort LowestVersion = 1;
    /// <summary>Highest version that this code speaks.</summary>
    internal const ushort HighestVersion = 1;

    /// <summary>Bytes of one packet.</summary>
    internal const int Packet = 4096;
    /// <summary>Descriptors with one packet.</summary>
    internal const int Descriptors = 4;
    /// <summary>Bytes of an ioctl argument.</summary>
    internal const int Argument = 256;
    /// <summary>Bytes of an attribute value to write.</summary>
    internal const int Value = 256;
    /// <summary>Bytes of an attribute's text.</summary>
    internal const int Text = 3072;
    /// <summary>Bytes of the words of a refusal.</summary>
    internal const int Words = 512;
    /// <summary>Malformed packets after which the connection is closed.</summary>
    internal const int Malformed = 16;

    /// <summary>Time for HELLO after connecting.</summary>
    internal static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(5);
}
