using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>The client's end of a channel, by the words of uacced.md §5.</summary>
internal sealed partial class ChannelClient : IDisposable
{
    private readonly SafeFileHandle _kick;

    public ChannelClient(RingChannel channel)
    {
        Memory = new MappedMemory(channel.Memory, channel.Length);
        channel.Memory.Dispose();
        _kick = Duplicate(channel.Kick);
    }

    public MappedMemory Memory { get; }

    public long Kicks { get; private set; }

    /// <summary>§5.1.</summary>
    public void Announce(int slot)
    {
        var cells = new Cells(this, slot);
        RingProtocol.AnnounceSlot(ref cells);
    }

    public void SetBits(int word, ulong bits)
    {
        Interlocked.Or(ref Memory.At<ulong>(ChannelLayout.Ready + (word * 8)), bits);
        Interlocked.Or(ref Memory.At<ulong>(ChannelLayout.Summary), 1UL << (word & 63));
    }

    public void Kick()
    {
        Kicks++;
        Libc.EventfdSignal(_kick);
    }

    public void Dispose()
    {
        Memory.Dispose();
        _kick.Dispose();
    }

    [LibraryImport("libc")]
    private static partial SafeFileHandle dup(SafeFileHandle fd);

    private static SafeFileHandle Duplicate(SafeFileHandle fd)
    {
        SafeFileHandle copy = dup(fd);
        Assert.False(copy.IsInvalid);
        return copy;
    }

    private readonly struct Cells(ChannelClient client, int slot) : IChannelRingCells
    {
        public void SetSlot() => Interlocked.Or(ref client.Memory.At<ulong>(ChannelLayout.ReadyOffset(slot)), ChannelLayout.ReadyBit(slot));

        public void SetSummary() => Interlocked.Or(ref client.Memory.At<ulong>(ChannelLayout.Summary), ChannelLayout.SummaryBit(slot));

        public uint LoadAttention() => Volatile.Read(ref client.Memory.At<uint>(ChannelLayout.Attention));

        public uint ExchangeAttention(uint value) => Interlocked.Exchange(ref client.Memory.At<uint>(ChannelLayout.Attention), value);

        public void Kick() => client.Kick();
    }
}
