using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Messages of a round whose blocks wait for each other, kept until they can go through the lanes together.</summary>
/// <remarks>The lanes of one queue share the mode and, for AES, the number of rounds.</remarks>
internal sealed unsafe class SerialQueue<TLane> : IDisposable
    where TLane : unmanaged
{
    /// <summary>How many messages wait at most.</summary>
    internal const int Capacity = 256;

    private const int BlockSize = 16;

    private readonly TLane[] _lanes = new TLane[Capacity];
    private readonly int[] _jobs = new int[Capacity];
    private readonly PreparedKey[] _keys = new PreparedKey[Capacity];
    private readonly byte* _chains = (byte*)NativeMemory.AlignedAlloc(Capacity * BlockSize, 64);

    /// <summary>How many wait.</summary>
    internal int Count { get; private set; }

    /// <summary>No more fit.</summary>
    internal bool IsFull => Count == Capacity;

    /// <summary>The messages that wait.</summary>
    internal Span<TLane> Lanes => _lanes.AsSpan(0, Count);

    /// <summary>Memory for the chain of the message that is added next, 16 bytes.</summary>
    internal byte* NextChain() => Chain(Count);

    /// <summary>Adds a message.</summary>
    /// <param name="job">The number of its job in the round.</param>
    /// <param name="key">Its key. The raw key is not read again: who owns its memory may have changed it.</param>
    /// <param name="lane">What the kernel wants to know.</param>
    internal void Add(int job, PreparedKey key, in TLane lane)
    {
        _jobs[Count] = job;
        _keys[Count] = key;
        _lanes[Count++] = lane;
    }

    /// <summary>The number of the job of a message.</summary>
    internal int Job(int index) => _jobs[index];

    /// <summary>The key of a message.</summary>
    internal PreparedKey Key(int index) => _keys[index];

    /// <summary>The chain of a message.</summary>
    internal byte* Chain(int index) => _chains + index * BlockSize;

    /// <summary>Forgets all messages.</summary>
    internal void Clear()
    {
        CryptographicOperations.ZeroMemory(new Span<byte>(_chains, Count * BlockSize));   // OFB leaves key stream in them
        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        NativeMemory.AlignedFree(_chains);
    }
}
