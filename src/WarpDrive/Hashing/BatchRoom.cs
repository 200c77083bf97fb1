using System.Buffers;

namespace WarpDrive;

/// <summary>The arrays of a call for many messages. A thread keeps those of its last call for its next one.</summary>
internal sealed class BatchRoom
{
    private const int MostKept = 4096;   // messages; beyond it the arrays cost little beside the work

    [ThreadStatic]
    private static BatchRoom? t_kept;

    private BatchRoom(int pins, int messages)
    {
        Pins = new MemoryHandle[pins];
        Messages = new PinnedMessage[messages];
    }

    /// <summary>Room for pins.</summary>
    internal MemoryHandle[] Pins { get; }

    /// <summary>Room for messages.</summary>
    internal PinnedMessage[] Messages { get; }

    /// <summary>Takes arrays at least so long; a call inside a call gets others.</summary>
    internal static BatchRoom Take(int pins, int messages)
    {
        BatchRoom? kept = t_kept;
        t_kept = null;
        return kept is not null && kept.Pins.Length >= pins && kept.Messages.Length >= messages ? kept : new BatchRoom(pins, messages);
    }

    /// <summary>Lets go of the first pins, and keeps the arrays.</summary>
    internal void Return(int pinned)
    {
        for (int i = 0; i < pinned; i++)
        {
            Pins[i].Dispose();
            Pins[i] = default;   // holds no message alive
        }

        if (Messages.Length <= MostKept)
        {
            t_kept = this;
        }
    }
}
