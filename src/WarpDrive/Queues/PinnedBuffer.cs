using System.Buffers;

namespace WarpDrive.Queues;

/// <summary>Memory that does not move until this is disposed.</summary>
internal sealed unsafe class PinnedBuffer : IDisposable
{
    private MemoryHandle _handle;

    internal PinnedBuffer(ReadOnlyMemory<byte> memory) => _handle = memory.Pin();

    internal ulong Address => _handle.Pointer is null ? Nowhere.Address : (ulong)_handle.Pointer;

    public void Dispose() => _handle.Dispose();
}
