using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Where rings of a client's queues on one device become known to the device's workers (uacced.md §5).</summary>
/// <remarks>Thread safe.</remarks>
public sealed class RingChannel : IDisposable
{
    private readonly SharedRegion _memory;
    private readonly KickBell _bell;
    private int _disposed;

    internal RingChannel(RegisteredDevice device, int slots, ClientAccount account)
    {
        Device = device;
        _bell = device.Registry.Bell;
        _memory = SharedRegion.CreateShared($"{device.Name} channel", ChannelLayout.SizeFor(slots));
        try
        {
            Kick = Libc.Eventfd();
            Served = new ServedChannel(device.Workers, _memory, slots, account);
            Served.Listen(_bell, Kick);
        }
        catch
        {
            if (Served is not null)
            {
                device.Workers.Remove(Served);
            }

            Kick?.Dispose();
            _memory.Retire();
            throw;
        }
    }

    /// <summary>The device.</summary>
    public RegisteredDevice Device { get; }

    /// <summary>Queues that it has room for.</summary>
    public int Slots => Served.Slots;

    /// <summary>Bytes of <see cref="Memory"/>.</summary>
    public int Length => (int)Libc.RoundUpToPage(_memory.Length);

    /// <summary>The memory, a sealed memfd for the client. To be disposed when it was sent; the channel needs it no more.</summary>
    public SafeFileHandle Memory => _memory.Descriptor!;

    /// <summary>The eventfd that the client writes. Owned by the channel.</summary>
    public SafeFileHandle Kick { get; }

    /// <summary>Bits that the client set for slots without a queue.</summary>
    public long Discarded => Served.Discarded;

    internal ServedChannel Served { get; }

    /// <summary>The client is gone: nobody looks at the channel any more. Its queues are closed before.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Device.Workers.Remove(Served);
            _bell.Remove(Served.BellId);
            Kick.Dispose();
            _memory.Retire();
        }
    }
}
