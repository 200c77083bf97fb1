using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A worker's private memory for one wave: handed out front to back, cleared and taken back as a whole.</summary>
/// <remarks>Holds digests, expected tags, states, and plaintext of scattered data: whatever was handed out is zeroed when the wave ends.</remarks>
internal sealed unsafe class SecMemory : IDisposable
{
    private const int Alignment = 64;

    private readonly int _limit;
    private byte* _memory;
    private int _capacity;
    private int _used;

    /// <summary>Reserves memory.</summary>
    /// <param name="capacity">Bytes to begin with.</param>
    /// <param name="limit">Bytes that it may grow to.</param>
    internal SecMemory(int capacity, int limit)
    {
        _limit = limit;
        Renew(capacity);
    }

    ~SecMemory() => NativeMemory.AlignedFree(_memory);

    /// <summary>All of it, for tests of what is left behind.</summary>
    internal ReadOnlySpan<byte> Content => new(_memory, _capacity);

    /// <summary>Takes memory.</summary>
    /// <param name="length">Bytes, at least 1.</param>
    /// <returns>64-byte aligned; null when the wave must end first, or when it would never fit.</returns>
    internal byte* Take(int length)
    {
        if (length > _capacity - _used)
        {
            if (_used > 0 || length > _limit)
            {
                return null;
            }

            Renew((int)Math.Min(_limit, Math.Max(length, 2L * _capacity)));
        }

        byte* taken = _memory + _used;
        _used += Math.Min(_capacity - _used, (length + Alignment - 1) & -Alignment);
        return taken;
    }

    /// <summary>Zeroes what was handed out, and begins again.</summary>
    internal void Clear()
    {
        if (_used > 0)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(_memory, _used));
            _used = 0;
        }
    }

    public void Dispose()
    {
        Clear();
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _capacity = 0;
        GC.SuppressFinalize(this);
    }

    // Nothing is in use: there is nothing to copy and nothing secret to clear.
    private void Renew(int capacity)
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _capacity = 0;   // also when the allocation throws: nothing may be taken from memory that is not there
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)capacity, Alignment);
        NativeMemory.Clear(_memory, (nuint)capacity);
        _capacity = capacity;
    }
}
