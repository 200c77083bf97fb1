namespace WarpDrive.Uacce.Core;

/// <summary>The watch cells of a channel, where they really are.</summary>
internal readonly struct ChannelWatchCells : IWatchCells
{
    private readonly ServedChannel _channel;
    private readonly RegionMemory _memory;
    private readonly int _worker;

    public ChannelWatchCells(ServedChannel channel, RegionMemory memory, int worker = -1)
    {
        _channel = channel;
        _memory = memory;
        _worker = worker;
    }

    public uint LoadAttention() => Volatile.Read(ref _memory.At<uint>(ChannelLayout.Attention));

    public void StoreAttention(uint value) => Volatile.Write(ref _memory.At<uint>(ChannelLayout.Attention), value);

    public uint ExchangeAttention(uint value) => Interlocked.Exchange(ref _memory.At<uint>(ChannelLayout.Attention), value);

    public void Fence() => Interlocked.MemoryBarrier();

    public bool HasWorkAgain() => _channel.HasNews;

    public bool TryDisown() => _channel.TryDisown(_worker);

    public void Announce() => _channel.Announce();
}
