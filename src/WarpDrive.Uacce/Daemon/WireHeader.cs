using System.Runtime.InteropServices;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>First 16 bytes of every packet (uacced.md §2.1).</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct WireHeader
{
    internal const int Size = 16;
    /// <summary>Set in the type of a reply.</summary>
    internal const ushort ReplyBit = 0x8000;

    /// <summary>Bytes of the packet, header included.</summary>
    [FieldOffset(0)] internal uint Bytes;
    /// <summary>A <see cref="WireType"/>, in replies with <see cref="ReplyBit"/>.</summary>
    [FieldOffset(4)] internal ushort Type;
    [FieldOffset(6)] internal ushort Reserved;
    /// <summary>Chosen by the client, repeated in the reply.</summary>
    [FieldOffset(8)] internal uint Sequence;
    /// <summary>Requests: 0. Replies: the result, or minus the errno.</summary>
    [FieldOffset(12)] internal int Status;

    /// <summary>The error of a reply, <see cref="Errno.None"/> when it is none.</summary>
    internal readonly Errno Errno => Status < 0 ? (Errno)(-(long)Status) : Errno.None;

    /// <summary>Whether a request leaves zero what must be.</summary>
    internal readonly bool IsPlainRequest => Reserved == 0 && Status == 0;

    /// <summary>Header of a request.</summary>
    internal static WireHeader Request(WireType type, uint sequence, int bytes) =>
        new() { Bytes = (uint)bytes, Type = (ushort)type, Sequence = sequence };

    /// <summary>Header of the reply to a request.</summary>
    internal static WireHeader Reply(in WireHeader request, int bytes, int status = 0) =>
        new() { Bytes = (uint)bytes, Type = (ushort)(request.Type | ReplyBit), Sequence = request.Sequence, Status = status };
}
