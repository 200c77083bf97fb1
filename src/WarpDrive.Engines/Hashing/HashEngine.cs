using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Hashing;

/// <summary>Hashes batches of messages.</summary>
/// <remarks>Not thread safe: one for each worker. A warm call allocates nothing. What keys leave behind is cleared before a call returns.</remarks>
public sealed unsafe class HashEngine : IDisposable
{
    private readonly HashPath _forced;
    private byte* _single;   // state and buffer of the single stream

    /// <summary>Makes an engine.</summary>
    /// <param name="forced">
    /// The path for everything; a job that the path cannot run (see <see cref="HashPath"/>) takes <see cref="HashPath.Scalar"/>, which
    /// <see cref="HashJob.Path"/> tells.
    /// </param>
    /// <exception cref="HashPathUnavailableException">This machine does not have the forced path.</exception>
    public HashEngine(HashPath forced = HashPath.Auto)
    {
        if (forced is not (HashPath.Auto or HashPath.Scalar))
        {
            throw new HashPathUnavailableException(forced, "it is not here");
        }

        _forced = forced;
        _single = (byte*)NativeMemory.AlignedAlloc(SingleSize, 64);
    }

    /// <summary>Frees what an engine forgotten by its owner holds.</summary>
    ~HashEngine() => Free();

    private static nuint SingleSize => HashKinds.MaxDigestSize + MessageCursor.BufferSize;

    /// <summary>Whether this machine has a path for a hash function.</summary>
    /// <param name="path">The path.</param>
    /// <param name="kind">The hash function.</param>
    public static bool IsAvailable(HashPath path, HashKind kind) => kind <= HashKind.Sm3 && path is HashPath.Auto or HashPath.Scalar;

    /// <summary>Runs jobs of any kinds, parts and lengths; their outputs are there on return.</summary>
    /// <param name="jobs">The jobs. Their memory is valid and stays in place during the call.</param>
    /// <param name="segments">The pieces of their messages.</param>
    /// <exception cref="ArgumentException">
    /// A job has segments outside <paramref name="segments"/>, an unknown kind or part, a key longer than a block, or is a First or Middle of no whole
    /// number of blocks. No job has run then.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The engine is closed.</exception>
    public void Run(Span<HashJob> jobs, ReadOnlySpan<HashSegment> segments)
    {
        ObjectDisposedException.ThrowIf(_single == null, this);
        bool anyKey = false;
        fixed (HashJob* first = jobs)
        fixed (HashSegment* pieces = segments)
        {
            for (int i = 0; i < jobs.Length; i++)
            {
                Check(first + i, segments);
                anyKey |= first[i].IsHmac;
            }

            for (int i = 0; i < jobs.Length; i++)
            {
                RunSingle(first + i, pieces);
            }
        }

        if (anyKey)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(_single, (int)SingleSize));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static ulong Check(HashJob* job, ReadOnlySpan<HashSegment> segments)
    {
        if (job->Kind > HashKind.Sm3 || job->Part > HashPart.Last)
        {
            Refuse("The kind or part of a job is unknown.");
        }

        HashTraits* traits = HashTraits.Table + (int)job->Kind;
        if ((uint)job->FirstSegment > (uint)segments.Length || (uint)job->SegmentCount > (uint)(segments.Length - job->FirstSegment))
        {
            Refuse("The segments of a job are not among those given.");
        }

        if (job->IsHmac && (uint)job->KeyLength > (uint)traits->BlockSize)
        {
            Refuse("The key of a job is longer than a block.");
        }

        ulong length = 0;
        foreach (ref readonly HashSegment segment in segments.Slice(job->FirstSegment, job->SegmentCount))
        {
            if (segment.Length < 0)
            {
                Refuse("A segment has a negative length.");
            }

            length += (ulong)segment.Length;
        }

        if (job->Part is HashPart.First or HashPart.Middle && (length == 0 || (length & (ulong)(traits->BlockSize - 1)) != 0))
        {
            Refuse("A first or middle part is no whole number of blocks.");
        }

        return length;

        static void Refuse(string why) => throw new ArgumentException(why);
    }

    private void RunSingle(HashJob* job, HashSegment* segments)
    {
        HashTraits* traits = HashTraits.Table + (int)job->Kind;
        byte* state = _single;
        MessageCursor cursor = default;
        cursor.Start(job, segments, _single + HashKinds.MaxDigestSize, new ChainingState(state, traits->WordSize));
        do
        {
            switch (traits->Family)
            {
                case HashFamily.Md5:
                    Md5Scalar.Compress(state, cursor.Data, cursor.Blocks);
                    break;
                case HashFamily.Sha1:
                    Sha1Scalar.Compress(state, cursor.Data, cursor.Blocks);
                    break;
                case HashFamily.Sha256:
                    Sha256Scalar.Compress(state, cursor.Data, cursor.Blocks);
                    break;
                case HashFamily.Sha512:
                    Sha512Scalar.Compress(state, cursor.Data, cursor.Blocks);
                    break;
                default:
                    Sm3Scalar.Compress(state, cursor.Data, cursor.Blocks);
                    break;
            }
        }
        while (cursor.Next());
        job->Path = HashPath.Scalar;
        job->Lanes = 1;
    }

    private void Free()
    {
        if (_single != null)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(_single, (int)SingleSize));
            NativeMemory.AlignedFree(_single);
            _single = null;
        }
    }
}
