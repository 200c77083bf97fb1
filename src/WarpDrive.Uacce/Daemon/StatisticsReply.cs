using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Reply to STATISTICS; descriptor: a memfd with a JSON document.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct StatisticsReply
{
    internal const int Size = 24;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Bytes of the document.</summary>
    [FieldOffset(16)] internal ulong Length;
}
