using System.Runtime.InteropServices;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>
/// What a neighbour can do wrong on purpose, with as many descriptors at a time as an honest one: bytes that are no descriptor, right ones whose addresses
/// do not exist or end in the middle, doorbells for nothing, tails beyond the ring. A queue that was taken away is opened again.
/// </summary>
/// <remarks>Seeded: the same each time. Sleeps for its completions as an honest client does, so that what it costs others is the daemon's doing.</remarks>
internal sealed unsafe class HostileWork : IClientWork
{
    private const int Rings = 200;
    private const int Hole = 1 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(2);   // some of what it sends is never answered

    private readonly UacceDevice _device;
    private readonly int _depth;
    private readonly int _size;
    private readonly Random _random = new(20);
    private readonly nint _memory;
    private HostileQueue _queue;
    private uint _round;

    /// <summary>Opens a queue.</summary>
    /// <param name="device">The device.</param>
    /// <param name="depth">Descriptors at a time.</param>
    /// <param name="size">Bytes that a descriptor names.</param>
    internal HostileWork(UacceDevice device, int depth, int size)
    {
        _device = device;
        _depth = depth;
        _size = size;

        // Memory with nothing behind it: what begins in its last bytes goes on where nothing is.
        _memory = Libc.ReserveAddresses(2 * Hole);
        Libc.MmapEmptyOver(_memory, Hole);
        _queue = new HostileQueue(device);
    }

    /// <inheritdoc/>
    public long Errors => 0;   // errors are its business

    /// <inheritdoc/>
    public int Round()
    {
        if (_queue.IsDead)
        {
            _queue.Dispose();
            _queue = new HostileQueue(_device);
        }

        uint round = _round++;
        for (int i = 0; i < _depth; i++)
        {
            Span<byte> slot = _queue.Slot(i);
            if ((round + i) % 2 == 0)
            {
                _random.NextBytes(slot);
            }
            else
            {
                WriteFaulting(slot, round);
            }
        }

        _queue.Send(_depth);
        _queue.Storm(Rings);
        int taken = _queue.Take(_depth, s_patience);
        if (round % 64 == 63)
        {
            _queue.Overreach();
        }

        return taken;
    }

    /// <inheritdoc/>
    public void Rest()
    {
        // Whoever comes next has to live with what is left.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Dispose();
        Libc.Munmap(_memory, 2 * Hole);
    }

    /// <summary>A request that is right but for its addresses (hisi-qm-zip.md B2, B3); for other devices it is a malformed one.</summary>
    private void WriteFaulting(Span<byte> slot, uint round)
    {
        slot.Clear();
        if (slot.Length < 128)
        {
            return;
        }

        Span<uint> words = MemoryMarshal.Cast<byte, uint>(slot);
        ulong inside = (ulong)_memory;
        ulong across = inside + Hole - ((ulong)_size / 2);
        ulong outside = inside + Hole + 4096;
        words[4] = (uint)_size;                 // input bytes
        words[7] = 0x3A00_0000;                 // type 3, finish, new stream
        words[9] = 1 | (4 << 12);               // raw deflate, window of 32 KiB
        words[14] = (uint)_size;                // room
        Span<ulong> pairs = MemoryMarshal.Cast<byte, ulong>(slot);
        pairs[9] = (round % 3) switch { 0 => outside, 1 => across, _ => inside };
        pairs[10] = (round % 3) switch { 2 => across, _ => inside };
    }
}
