using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Where rings of this client's queues on one device become known to its workers (uacced.md §5).</summary>
/// <remarks>Lives as long as a queue that uses it: an announcement that is late by a moment reaches memory that nobody reads.</remarks>
internal sealed class DaemonChannel
{
    private readonly MappedMemory _memory;
    private readonly SafeFileHandle _kick;

    /// <summary>Takes over what the daemon passed.</summary>
    /// <param name="reply">Reply to CHANNEL.</param>
    /// <exception cref="LinuxException">EPROTO: it makes no sense. What mmap says.</exception>
    internal DaemonChannel(DaemonReply reply)
    {
        ChannelReply channel = reply.Read<ChannelReply>("CHANNEL", descriptors: 2);
        if (channel.Slots is 0 or > 1 << 20 || channel.Length > int.MaxValue || channel.Length < ChannelLayout.SizeFor((int)channel.Slots))
        {
            LinuxException.Throw("CHANNEL", Errno.EPROTO, $"{channel.Slots} slots in {channel.Length} bytes");
        }

        Handle = channel.Channel;
        Slots = (int)channel.Slots;
        using (SafeFileHandle memory = reply.Take(0))
        {
            _memory = MappedMemory.OfFile(memory, (int)channel.Length);
        }

        if (_memory.At<uint>(ChannelLayout.Version) != ChannelLayout.CurrentVersion)
        {
            _memory.Retire();
            LinuxException.Throw("CHANNEL", Errno.EPROTO, "the memory of the channel has another version");
        }

        _kick = reply.Take(1);
    }

    /// <summary>What OPEN names.</summary>
    internal uint Handle { get; }

    /// <summary>Slots of the channel.</summary>
    internal int Slots { get; }

    /// <summary>Says that a slot has news, by the steps of <see cref="RingProtocol.AnnounceSlot"/> (uacced.md §5.1).</summary>
    /// <param name="slot">Below <see cref="Slots"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Announce(int slot)
    {
        var cells = new Cells(_memory, _kick, slot);
        RingProtocol.AnnounceSlot(ref cells);
        GC.KeepAlive(this);
    }

    /// <summary>The cells of the channel, where they really are.</summary>
    private readonly struct Cells(MappedMemory memory, SafeFileHandle kick, int slot) : IChannelRingCells
    {
        public void SetSlot() => Interlocked.Or(ref memory.At<ulong>(ChannelLayout.ReadyOffset(slot)), ChannelLayout.ReadyBit(slot));

        public void SetSummary() => Interlocked.Or(ref memory.At<ulong>(ChannelLayout.Summary), ChannelLayout.SummaryBit(slot));

        public uint LoadAttention() => Volatile.Read(ref memory.At<uint>(ChannelLayout.Attention));

        public uint ExchangeAttention(uint value) => Interlocked.Exchange(ref memory.At<uint>(ChannelLayout.Attention), value);

        public void Kick() => Libc.EventfdSignal(kick);
    }
}
