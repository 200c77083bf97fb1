using System.Runtime.CompilerServices;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>The driver's view of a caller's 64 KiB stream context buffer, which the caller keeps valid (<see cref="ZipContextLayout"/>).</summary>
internal readonly unsafe struct ZipContextBuffer
{
    private readonly byte* _address;

    /// <summary>Wraps the buffer at an address of this process.</summary>
    internal ZipContextBuffer(ulong address) => _address = (byte*)address;

    /// <summary>Address of a cell, as descriptors name it.</summary>
    internal ulong AddressOf(int offset) => (ulong)_address + (uint)offset;

    /// <summary>The context words, by number 0…2.</summary>
    internal ref uint Word(int number) => ref At<uint>(ZipContextLayout.SavedWords + (number * sizeof(uint)));

    /// <summary>What the driver knows of the stream.</summary>
    internal ref ZipStreamFlags Flags => ref At<ZipStreamFlags>(ZipContextLayout.StreamFlags);

    /// <summary>Bytes of the small-output record that wait; what memory says, cut to what is possible.</summary>
    internal int SmallPending
    {
        get => (int)Math.Min(At<uint>(ZipContextLayout.SmallPending), ZipContextLayout.SmallDataSize - (uint)SmallReadOffset);
        set => At<uint>(ZipContextLayout.SmallPending) = (uint)value;
    }

    /// <summary>Where they begin in the record.</summary>
    internal int SmallReadOffset
    {
        get => (int)Math.Min(At<uint>(ZipContextLayout.SmallReadOffset), ZipContextLayout.SmallDataSize);
        set => At<uint>(ZipContextLayout.SmallReadOffset) = (uint)value;
    }

    /// <summary>The stream ends behind them.</summary>
    internal bool SmallEnd
    {
        get => At<uint>(ZipContextLayout.SmallEnd) != 0;
        set => At<uint>(ZipContextLayout.SmallEnd) = value ? 1u : 0;
    }

    /// <summary>The record's bytes.</summary>
    internal Span<byte> SmallData => Slice(ZipContextLayout.SmallData, ZipContextLayout.SmallDataSize);

    /// <summary>Part of the buffer.</summary>
    internal Span<byte> Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)ZipContextLayout.BufferSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(ZipContextLayout.BufferSize - offset));
        return new Span<byte>(_address + offset, length);
    }

    /// <summary>Begins a new stream in the driver's part; the device's part is ignored by the device.</summary>
    internal void Begin()
    {
        Slice(0, ZipContextLayout.ContextOffset).Clear();
        SmallPending = 0;
        SmallReadOffset = 0;
        SmallEnd = false;
        Slice(ZipContextLayout.HeaderState, ZipContextLayout.HeaderStateSize).Clear();
    }

    private ref T At<T>(int offset)
        where T : unmanaged => ref Unsafe.AsRef<T>(_address + offset);
}
