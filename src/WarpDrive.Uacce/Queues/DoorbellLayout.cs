using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce;

/// <summary>How a device encodes its doorbell, as data, so that a client can decode a ring without knowing the vendor.</summary>
/// <param name="Offset">Byte offset of the doorbell in the MMIO region.</param>
/// <param name="QueueMask">Bits of the queue number, from bit 0.</param>
/// <param name="ReservedMask">Bits that must be zero; a ring with any of them set is discarded.</param>
/// <param name="CommandShift">Lowest bit of the command.</param>
/// <param name="CommandMask">Bits of the command after shifting.</param>
/// <param name="IndexShift">Lowest bit of the 16-bit index.</param>
/// <param name="PriorityShift">Lowest bit of the priority.</param>
/// <param name="PriorityMask">Bits of the priority after shifting.</param>
public sealed record DoorbellLayout(
    int Offset, ulong QueueMask, ulong ReservedMask, int CommandShift, uint CommandMask, int IndexShift, int PriorityShift, uint PriorityMask)
{
    /// <summary>Command: index is the new submission tail.</summary>
    public const uint SqTail = 0;
    /// <summary>Command: index is the new completion head; priority 1 arms the completion event.</summary>
    public const uint CqHead = 1;

    /// <summary>Encodes a ring.</summary>
    /// <param name="queue">Queue number.</param>
    /// <param name="command"><see cref="SqTail"/> or <see cref="CqHead"/>.</param>
    /// <param name="index">New index, below the depth.</param>
    /// <param name="priority">0 or 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Encode(uint queue, uint command, uint index, uint priority) =>
        (queue & QueueMask) | ((ulong)command << CommandShift) | ((ulong)index << IndexShift) | ((ulong)priority << PriorityShift);

    /// <summary>Decodes a ring; false when reserved bits are set.</summary>
    /// <param name="value">The 64 bits written.</param>
    /// <param name="queue">Queue number.</param>
    /// <param name="command">Command, may be unknown to the caller.</param>
    /// <param name="index">Index, not checked against any depth.</param>
    /// <param name="priority">Priority.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryDecode(ulong value, out uint queue, out uint command, out uint index, out uint priority)
    {
        queue = (uint)(value & QueueMask);
        command = (uint)(value >> CommandShift) & CommandMask;
        index = (ushort)(value >> IndexShift);
        priority = (uint)(value >> PriorityShift) & PriorityMask;
        return (value & ReservedMask) == 0;
    }
}
