using System.Diagnostics;
using System.Runtime.InteropServices;
using WarpDrive.Engines.Hashing.Lanes;

namespace WarpDrive.Engines.Hashing;

/// <summary>Measures the paths against each other: one message on the single streams, a full group on those that run several.</summary>
/// <remarks>Of the widths of vectors only the widest is a candidate: the narrower ones run the same instructions on fewer messages.</remarks>
internal static unsafe class HashCalibration
{
    private const int MinRounds = 3;
    private const int MaxRounds = 20;

    /// <summary>Rounds of a candidate stop after this long, but not before there were three.</summary>
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(0.5);

    /// <summary>The fastest round of every candidate that is here.</summary>
    internal static HashMeasurement[] Measure(HashFamily family, HashSizeClass sizeClass)
    {
        int length = sizeClass switch
        {
            HashSizeClass.Tiny => 64,
            HashSizeClass.Small => 1024,
            _ => 16 * 1024,
        };
        HashKind kind = KindOf(family);
        var measurements = new List<HashMeasurement>();
        nint memory = (nint)NativeMemory.Alloc((nuint)(LaneKernel.MaxLanes * length));
        new Span<byte>((void*)memory, LaneKernel.MaxLanes * length).Fill(0x5A);   // memory that nobody has written is one page of zeros, again and again
        try
        {
            foreach (HashPath path in Candidates(kind))
            {
                int lanes = HashEngine.LanesOf(path, kind);
                measurements.Add(new HashMeasurement(kind, sizeClass, path, lanes, Measure(path, kind, (byte*)memory, length, lanes), Chosen: false));
            }
        }
        finally
        {
            NativeMemory.Free((void*)memory);
        }

        return [.. measurements];
    }

    /// <summary>Paths that are measured against each other.</summary>
    internal static IEnumerable<HashPath> Candidates(HashKind kind)
    {
        yield return HashPath.Scalar;
        foreach (HashPath path in (HashPath[])[HashPath.LibCrypto, HashPath.Runtime, HashPath.IpsecMb])
        {
            if (HashEngine.IsAvailable(path, kind))
            {
                yield return path;
            }
        }

        if (WidestVector(kind) is var widest and not HashPath.Scalar)
        {
            yield return widest;
        }
    }

    /// <summary>The vector path with the most lanes; <see cref="HashPath.Scalar"/> when there is none.</summary>
    internal static HashPath WidestVector(HashKind kind)
    {
        for (HashPath path = HashPath.Vector512; path >= HashPath.Vector128; path--)
        {
            if (HashEngine.IsAvailable(path, kind))
            {
                return path;
            }
        }

        return HashPath.Scalar;
    }

    private static double Measure(HashPath path, HashKind kind, byte* memory, int length, int lanes)
    {
        byte* outputs = stackalloc byte[LaneKernel.MaxLanes * HashKinds.MaxDigestSize];
        Span<HashJob> jobs = stackalloc HashJob[lanes];
        Span<HashSegment> segments = stackalloc HashSegment[lanes];
        for (int i = 0; i < lanes; i++)
        {
            segments[i] = new HashSegment { Data = memory + i * length, Length = length };
            jobs[i] = new HashJob { Kind = kind, FirstSegment = i, SegmentCount = 1, Output = outputs + i * HashKinds.MaxDigestSize };
        }

        using var engine = new HashEngine(path);
        engine.Run(jobs, segments);   // compiles what is not compiled yet
        long best = long.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < MaxRounds && (round < MinRounds || Stopwatch.GetElapsedTime(start) < s_budget); round++)
        {
            // Eight calls a round, so that the clock's own steps do not show.
            long begin = Stopwatch.GetTimestamp();
            int calls = length > HashSelector.SmallLength ? 1 : 8;
            for (int call = 0; call < calls; call++)
            {
                engine.Run(jobs, segments);
            }

            best = Math.Min(best, (Stopwatch.GetTimestamp() - begin) / calls);
        }

        return best * 1e9 / Stopwatch.Frequency;
    }

    internal static HashKind KindOf(HashFamily family) => family switch
    {
        HashFamily.Md5 => HashKind.Md5,
        HashFamily.Sha1 => HashKind.Sha1,
        HashFamily.Sha256 => HashKind.Sha256,
        HashFamily.Sha512 => HashKind.Sha512,
        _ => HashKind.Sm3,
    };
}
