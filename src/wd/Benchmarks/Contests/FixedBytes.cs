namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>Keys and nonces of benchmarks: the same in every run, in memory that does not move.</summary>
internal sealed unsafe class FixedBytes
{
    private readonly byte[] _bytes;

    /// <summary>Makes bytes.</summary>
    /// <param name="length">How many.</param>
    /// <param name="seed">What they are made of.</param>
    internal FixedBytes(int length, int seed)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        new Random(seed).NextBytes(_bytes);
        fixed (byte* first = _bytes)
        {
            Address = first;   // pinned for good
        }
    }

    /// <summary>Where they are.</summary>
    internal byte* Address { get; }

    /// <summary>The bytes.</summary>
    internal ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Some of them.</summary>
    internal ReadOnlyMemory<byte> Slice(int start, int length) => _bytes.AsMemory(start, length);
}
