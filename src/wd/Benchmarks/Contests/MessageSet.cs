using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>Messages of one length, one behind the other, in memory that does not move. All contestants read the same ones.</summary>
/// <remarks>As many batches as a second-level cache holds, so that computing is measured and not memory.</remarks>
internal sealed unsafe class MessageSet
{
    private const int CachedBytes = 256 << 10;
    private const int MostSets = 64;
    private const long MostBytes = 512L << 20;

    private readonly byte[] _bytes;
    private readonly byte* _first;

    /// <summary>Makes random messages, the same in every run.</summary>
    /// <param name="size">Bytes of a message.</param>
    /// <param name="batch">Messages of a call.</param>
    internal MessageSet(int size, int batch)
    {
        if ((long)size * batch > MostBytes)
        {
            throw new UserErrorException($"{batch} messages of {size} bytes are too much for one call; use a smaller --batch or --size");
        }

        Size = size;
        Batch = batch;
        SetBytes = size * batch;
        Sets = Math.Clamp(CachedBytes / SetBytes, 1, MostSets);
        _bytes = GC.AllocateUninitializedArray<byte>(Sets * SetBytes, pinned: true);
        new Random(size).NextBytes(_bytes);
        fixed (byte* first = _bytes)
        {
            _first = first;   // pinned for good
        }
    }

    /// <summary>Bytes of a message.</summary>
    internal int Size { get; }

    /// <summary>Messages of a batch.</summary>
    internal int Batch { get; }

    /// <summary>Different batches.</summary>
    internal int Sets { get; }

    /// <summary>Bytes of a batch.</summary>
    internal int SetBytes { get; }

    /// <summary>Which batch a run takes.</summary>
    internal int SetOf(long index) => (int)((uint)index % (uint)Sets);

    /// <summary>Address of the first message of a run.</summary>
    internal byte* AddressOf(long index) => _first + (SetOf(index) * (long)SetBytes);

    /// <summary>The messages of a run.</summary>
    internal ReadOnlySpan<byte> Of(long index) => _bytes.AsSpan(SetOf(index) * SetBytes, SetBytes);

    /// <summary>Replaces the messages of a run, before the contest.</summary>
    internal void Replace(long index, ReadOnlySpan<byte> messages) => messages.CopyTo(_bytes.AsSpan(SetOf(index) * SetBytes, SetBytes));

    /// <summary>One message.</summary>
    /// <param name="set">Its batch.</param>
    /// <param name="message">Its place in the batch.</param>
    internal Memory<byte> Message(int set, int message) => _bytes.AsMemory((set * SetBytes) + (message * Size), Size);
}
