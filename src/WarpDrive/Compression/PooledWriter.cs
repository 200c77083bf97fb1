using System.Buffers;

namespace WarpDrive;

/// <summary>A growing buffer from the shared pool.</summary>
internal sealed class PooledWriter : IBufferWriter<byte>, IDisposable
{
    private const int Least = 4096;

    private byte[] _buffer;

    internal PooledWriter(long hint) => _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(hint + Least, Least, 1 << 26));

    internal int WrittenCount { get; private set; }

    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, WrittenCount);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - WrittenCount), nameof(count));
        WrittenCount += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(WrittenCount);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(WrittenCount);
    }

    internal byte[] ToArray() => Written.ToArray();

    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        WrittenCount = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Reserve(int sizeHint)
    {
        if (_buffer.Length - WrittenCount >= Math.Max(1, sizeHint))
        {
            return;
        }

        long wanted = Math.Max(_buffer.Length * 2L, (long)WrittenCount + sizeHint + Least);
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, wanted));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
