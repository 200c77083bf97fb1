using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <content>Channels: how rings of clients in other processes come to the workers.</content>
internal sealed partial class WorkerPool
{
    /// <summary>Channels of a device, one for each connection that uses it.</summary>
    internal const int MaxChannels = 4096;

    private readonly Stack<int> _freeChannels = new();
    private ServedChannel?[] _channels = [];
    private int _usedChannels;

    /// <summary>Gives a place on the ready list to a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <returns>Its slot there, for <see cref="Announce"/>.</returns>
    /// <exception cref="LinuxException">ENOSPC: all places are taken.</exception>
    internal int Add(ServedChannel channel)
    {
        lock (_lock)
        {
            if (_channels.Length == 0)
            {
                Volatile.Write(ref _channels, new ServedChannel?[MaxChannels]);
            }

            if (!_freeChannels.TryPop(out int index))
            {
                index = _usedChannels < MaxChannels
                    ? _usedChannels++
                    : throw new LinuxException("channel", Errno.ENOSPC, $"{_name} has {MaxChannels} channels");
            }

            Volatile.Write(ref _channels[index], channel);
            return _slots.Length + index;
        }
    }

    /// <summary>Takes the place away. A worker that holds the channel drops it when it looks there next.</summary>
    /// <param name="channel">The channel.</param>
    internal void Remove(ServedChannel channel)
    {
        channel.Close();
        lock (_lock)
        {
            int index = channel.ReadySlot - _slots.Length;
            if (ReferenceEquals(_channels[index], channel))
            {
                _channels[index] = null;
                _freeChannels.Push(index);
            }
        }
    }

    /// <summary>Whether a slot of the ready list is a channel's.</summary>
    internal bool IsChannel(int slot) => slot >= _slots.Length;

    /// <summary>The channel in such a slot; null when it was removed.</summary>
    internal ServedChannel? ChannelAt(int slot) => Volatile.Read(ref Volatile.Read(ref _channels)[slot - _slots.Length]);
}
