using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Hashing;

/// <summary>Runs jobs one at a time, by the compression functions here or by those of libcrypto.</summary>
internal sealed unsafe class SingleStream : IDisposable
{
    /// <summary>Bytes in front of the buffer: the state, which is the beginning of a context of libcrypto.</summary>
    private const int ContextSize = LibCrypto.DigestContextSize;

    private byte* _context;

    internal SingleStream()
    {
        _context = (byte*)NativeMemory.AlignedAlloc(MemorySize, 64);
        Clear();
    }

    /// <summary>Frees what a stream forgotten by its owner holds.</summary>
    ~SingleStream() => Free();

    private static nuint MemorySize => ContextSize + MessageCursor.BufferSize;

    /// <summary>Runs one job.</summary>
    /// <param name="job">The job, checked.</param>
    /// <param name="segments">The segments of the batch.</param>
    /// <param name="path">Scalar, or LibCrypto where it has the family.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(HashJob* job, HashSegment* segments, HashPath path)
    {
        HashTraits* traits = HashTraits.Table + (int)job->Kind;
        MessageCursor cursor = default;
        cursor.Start(job, segments, _context + ContextSize, new ChainingState(_context, traits->WordSize));
        job->Path = path;
        job->Lanes = 1;
        do
        {
            Compress(traits->Family, path, cursor.Data, cursor.Blocks);
        }
        while (cursor.Next());
    }

    /// <summary>Runs what is left of a job that began elsewhere; it keeps what is noted of its path.</summary>
    /// <param name="cursor">Its cursor.</param>
    /// <param name="data">The rest of its run.</param>
    /// <param name="blocks">How much that is.</param>
    /// <param name="family">Its family.</param>
    /// <param name="path">As for <see cref="Run"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Finish(ref MessageCursor cursor, byte* data, nint blocks, HashFamily family, HashPath path)
    {
        cursor.MoveTo(new ChainingState(_context, HashKinds.WordSize(family)));
        Compress(family, path, data, blocks);
        while (cursor.Next())
        {
            Compress(family, path, cursor.Data, cursor.Blocks);
        }
    }

    /// <summary>Whether nothing is left in it.</summary>
    internal bool IsClear => !new ReadOnlySpan<byte>(_context, (int)MemorySize).ContainsAnyExcept((byte)0);

    /// <summary>Clears what keys and messages left behind. It also makes the context of libcrypto one that holds no bytes.</summary>
    internal void Clear() => CryptographicOperations.ZeroMemory(new Span<byte>(_context, (int)MemorySize));

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compress(HashFamily family, HashPath path, byte* data, nint blocks)
    {
        if (path == HashPath.LibCrypto)
        {
            LibCrypto.Compress(family, _context, data, blocks * HashKinds.BlockSize(family));
        }
        else
        {
            ScalarHashes.Compress(family, _context, data, blocks);
        }
    }

    private void Free()
    {
        if (_context != null)
        {
            Clear();
            NativeMemory.AlignedFree(_context);
            _context = null;
        }
    }
}
