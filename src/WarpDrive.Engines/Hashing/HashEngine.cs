using System.Runtime.CompilerServices;
using WarpDrive.Engines.Hashing.Lanes;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Hashing;

/// <summary>Hashes batches of messages, many at once where that is faster.</summary>
/// <remarks>
/// Not thread safe: one for each worker. A warm call allocates nothing. What keys leave behind is cleared before a call returns. The first calls on
/// <see cref="HashPath.Auto"/> measure, see <see cref="HashSelector"/>.
/// </remarks>
public sealed unsafe partial class HashEngine : IDisposable
{
    private readonly HashPath _forced;
    private readonly HashSelector _selector;
    private readonly JobOrder _order = new();
    private readonly SingleStream _single = new();
    private readonly LaneScheduler _lanes;
    private IpsecMbHashes? _ipsecMb;    // made when it is chosen
    private LibCryptoSm3? _sm3;         // likewise
    private bool _closed;

    /// <summary>Makes an engine.</summary>
    /// <param name="forced">
    /// The path for everything; a job that the path cannot run (see <see cref="HashPath"/>) takes <see cref="HashPath.Scalar"/>, which
    /// <see cref="HashJob.Path"/> tells.
    /// </param>
    /// <exception cref="HashPathUnavailableException">This machine does not have the forced path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such path.</exception>
    public HashEngine(HashPath forced = HashPath.Auto)
        : this(forced, HashSelector.Shared)
    {
    }

    internal HashEngine(HashPath forced, HashSelector selector)
    {
        string reason = ReasonAgainst(forced);
        if (reason.Length != 0)
        {
            throw new HashPathUnavailableException(forced, reason);
        }

        _forced = forced;
        _selector = selector;
        _lanes = new LaneScheduler(_single);
    }

    /// <summary>Whether this machine has a path for a hash function.</summary>
    /// <param name="path">The path.</param>
    /// <param name="kind">The hash function.</param>
    public static bool IsAvailable(HashPath path, HashKind kind) => kind <= HashKind.Sm3 && path switch
    {
        HashPath.Auto or HashPath.Scalar => true,
        HashPath.Vector128 or HashPath.Vector256 or HashPath.Vector512 => LaneKernel.IsSupported(path),
        HashPath.LibCrypto => LibCrypto.HasDigest(HashKinds.FamilyOf(kind)) || (kind == HashKind.Sm3 && LibCrypto.Sm3Reason.Length == 0),
        HashPath.IpsecMb => IpsecMbHashes.Has(kind),
        HashPath.Runtime => RuntimeHashes.Has(kind),
        _ => false,
    };

    /// <summary>Runs jobs of any kinds, parts and lengths; their outputs are there on return.</summary>
    /// <param name="jobs">The jobs. Their memory is valid and stays in place during the call.</param>
    /// <param name="segments">The pieces of their messages.</param>
    /// <exception cref="ArgumentException">
    /// A job has segments outside <paramref name="segments"/>, an unknown kind or part, a key longer than a block, or is a First or Middle of no whole
    /// number of blocks. No job has run then.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The engine is closed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Span<HashJob> jobs, ReadOnlySpan<HashSegment> segments)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        fixed (HashJob* first = jobs)
        fixed (HashSegment* pieces = segments)
        {
            HashJob* job = first;
            int left = jobs.Length;
            if (left > 1 && TryFindLength(first, left, pieces, segments.Length, out int common))
            {
                int done = RunAlike(first, left, pieces, common);
                job += done;
                left -= done;
                if (left == 0)
                {
                    return;
                }
            }

            bool anyKey = false;
            uint families = 0;
            _order.Begin(left);
            for (int i = 0; i < left; i++)
            {
                ulong length = LengthOf(job + i, pieces, segments.Length);
                HashFamily family = HashTraits.Table[(int)job[i].Kind].Family;
                _order.Note(i, family, length);
                families |= 1u << (int)family;
                anyKey |= job[i].IsHmac;
            }

            _order.Sort(job, left);
            for (var family = HashFamily.Md5; family <= HashFamily.Sm3; family++)
            {
                if ((families & (1u << (int)family)) != 0)
                {
                    RunFamily(family, pieces);
                }
            }

            if (anyKey)
            {
                Clear();
            }
        }
    }

    /// <summary>Erases what the last messages left in the engine's buffers. After jobs with a key it does so itself.</summary>
    public void Clear()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _single.Clear();
        _lanes.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed = true;
        _single.Dispose();
        _lanes.Dispose();
        _ipsecMb?.Dispose();
        _sm3?.Dispose();
    }

    /// <summary>Whether nothing of a message is in the buffers, for tests of what is left behind.</summary>
    internal bool IsClear => _single.IsClear && _lanes.IsClear;

    /// <summary>How many messages a path runs at once.</summary>
    internal static int LanesOf(HashPath path, HashKind kind) => path switch
    {
        HashPath.Vector128 or HashPath.Vector256 or HashPath.Vector512 => LaneKernel.Of(path, HashKinds.FamilyOf(kind)).Lanes,
        HashPath.IpsecMb => IpsecMbHashes.LanesOf(kind),
        _ => 1,
    };

    private static string ReasonAgainst(HashPath path)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)path, (uint)HashPath.Runtime, nameof(path));
        for (var kind = HashKind.Md5; kind <= HashKind.Sm3; kind++)
        {
            if (IsAvailable(path, kind))
            {
                return "";
            }
        }

        return path switch
        {
            HashPath.LibCrypto when LibCrypto.IsAvailable => "this libcrypto was built without the low-level digest functions",
            HashPath.LibCrypto => LibCrypto.Reason,
            HashPath.IpsecMb => IpsecMb.Reason,
            _ => "the processor or the runtime lacks vectors of that width",
        };
    }

    /// <summary>Whether all jobs are plain messages in one piece, of one kind and length, that may run in lanes; if so, they are right too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFindLength(HashJob* jobs, int count, HashSegment* segments, int segmentCount, out int length)
    {
        length = (uint)jobs->FirstSegment < (uint)segmentCount ? segments[jobs->FirstSegment].Length : -1;
        HashKind kind = jobs->Kind;
        if ((uint)length > JobOrder.MaxLaneLength || kind > HashKind.Sm3)
        {
            return false;
        }

        for (HashJob* job = jobs; job < jobs + count; job++)
        {
            if (job->Kind != kind || job->Part != HashPart.Whole || job->IsHmac || job->SegmentCount != 1
                || (uint)job->FirstSegment >= (uint)segmentCount || segments[job->FirstSegment].Length != length)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Checks a job and adds up its segments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LengthOf(HashJob* job, HashSegment* segments, int segmentCount)
    {
        if (job->Kind > HashKind.Sm3 || job->Part > HashPart.Last)
        {
            Refuse("The kind or part of a job is unknown.");
        }

        int blockSize = HashTraits.Table[(int)job->Kind].BlockSize;
        if ((uint)job->FirstSegment > (uint)segmentCount || (uint)job->SegmentCount > (uint)(segmentCount - job->FirstSegment))
        {
            Refuse("The segments of a job are not among those given.");
        }

        if (job->IsHmac && (uint)job->KeyLength > (uint)blockSize)
        {
            Refuse("The key of a job is longer than a block.");
        }

        ulong length = 0;
        HashSegment* end = segments + job->FirstSegment + job->SegmentCount;
        for (HashSegment* segment = segments + job->FirstSegment; segment < end; segment++)
        {
            if (segment->Length < 0)
            {
                Refuse("A segment has a negative length.");
            }

            length += (ulong)segment->Length;
        }

        if (job->Part is HashPart.First or HashPart.Middle && (length == 0 || (length & (ulong)(blockSize - 1)) != 0))
        {
            Refuse("A first or middle part is no whole number of blocks.");
        }

        return length;

        static void Refuse(string why) => throw new ArgumentException(why);
    }
}
