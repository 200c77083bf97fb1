using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Memory that the driver fills for the device: extended keys, first blocks, auth IVs. One slot for each request in flight, wiped after use.</summary>
/// <remarks>
/// The sender fills the slot of a request before the doorbell; the receiver wipes it before it gives the request's place in the ring back. Made by the
/// first request that needs it; nothing is allocated afterwards.
/// </remarks>
internal sealed unsafe class SecPrivateMemory : IDisposable
{
    private const int Alignment = 64;

    private readonly int _slotSize;
    private readonly uint _ringSlots;
    private byte* _memory;
    private uint _slots;
    private bool _isOwn;

    /// <summary>Takes no memory yet.</summary>
    /// <param name="slotSize">Bytes of a slot, a multiple of 64.</param>
    /// <param name="ringSlots">Most requests in flight.</param>
    internal SecPrivateMemory(int slotSize, int ringSlots)
    {
        _slotSize = slotSize;
        _ringSlots = (uint)ringSlots;
    }

    /// <summary>Frees the memory when the owner forgot to.</summary>
    ~SecPrivateMemory() => Free();

    /// <summary>Bytes of a slot.</summary>
    internal int SlotSize => _slotSize;

    /// <summary>Most requests in flight that the slots are for; 0 when there is no memory yet.</summary>
    internal int Slots => (int)_slots;

    /// <summary>Takes memory of this process.</summary>
    internal void Create()
    {
        if (_memory is null)
        {
            nuint length = _ringSlots * (nuint)_slotSize;
            _memory = (byte*)NativeMemory.AlignedAlloc(length, Alignment);
            NativeMemory.Clear(_memory, length);
            _slots = _ringSlots;
            _isOwn = true;
        }
    }

    /// <summary>Uses memory of somebody else.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="length">Bytes.</param>
    internal void Use(ulong address, int length)
    {
        if (address % Alignment != 0 || length < _slotSize)
        {
            throw new ArgumentException($"private memory lies at a multiple of {Alignment} and has room for at least one slot of {_slotSize} bytes", nameof(address));
        }

        if (_memory is not null)
        {
            throw new InvalidOperationException("the queue has private memory already");
        }

        _memory = (byte*)address;
        _slots = Math.Min((uint)length / (uint)_slotSize, _ringSlots);
    }

    /// <summary>The slot of a request. Those of requests in flight differ as long as there are no more of them than slots.</summary>
    /// <param name="number">The request's number.</param>
    internal byte* Slot(ulong number) => _memory + ((nint)(number % _slots) * _slotSize);

    /// <summary>Wipes a slot.</summary>
    /// <param name="number">The request's number.</param>
    internal void Wipe(ulong number) => NativeMemory.Clear(Slot(number), (nuint)_slotSize);

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_isOwn && _memory is not null)
        {
            NativeMemory.Clear(_memory, _slots * (nuint)_slotSize);
            NativeMemory.AlignedFree(_memory);
        }

        _memory = null;
        _slots = 0;
    }
}
