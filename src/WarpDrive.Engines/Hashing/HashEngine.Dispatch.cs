using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Hashing;

public sealed unsafe partial class HashEngine
{
    /// <summary>Whole, without key, in one piece at most: what libraries that know only messages can run.</summary>
    internal static bool IsPlain(HashJob* job) => job->Part == HashPart.Whole && !job->IsHmac && job->SegmentCount <= 1;

    private static ulong LengthOf(HashJob* job, HashSegment* segments)
    {
        ulong length = 0;
        for (int i = 0; i < job->SegmentCount; i++)
        {
            length += (ulong)segments[job->FirstSegment + i].Length;
        }

        return length;
    }

    private void RunFamily(HashFamily family, HashSegment* segments)
    {
        Span<nint> alone = _order.Alone(family);
        Span<nint> grouped = _order.Grouped(family);
        if (_forced == HashPath.Auto)
        {
            RunChosen(family, alone, grouped, segments);
            return;
        }

        for (int i = 0; i < alone.Length; i++)
        {
            RunForced(family, alone.Slice(i, 1), segments);
        }

        if (!grouped.IsEmpty)
        {
            RunForced(family, grouped, segments);
        }
    }

    private void RunChosen(HashFamily family, Span<nint> alone, Span<nint> grouped, HashSegment* segments)
    {
        if (!alone.IsEmpty)
        {
            HashChoice large = _selector.Choose(family, HashSizeClass.Large);
            RunSingly(alone, segments, large.OneShot, large.Stream);
        }

        if (grouped.IsEmpty)
        {
            return;
        }

        // The jobs are sorted by length: the one in the middle speaks for them.
        ulong length = LengthOf((HashJob*)grouped[grouped.Length / 2], segments);
        HashChoice choice = _selector.Choose(family, HashSelector.SizeClassOf((long)length), grouped.Length);
        if (choice.OneShots == HashPath.IpsecMb && grouped.Length >= choice.BreakEven)
        {
            grouped = RunIpsecMb(grouped, segments);
        }

        if (grouped.Length < choice.BreakEven)
        {
            RunSingly(grouped, segments, choice.OneShot, choice.Stream);
            return;
        }

        // What is left when lanes run empty is the end of long messages.
        int leastLanes = _selector.Choose(family, HashSizeClass.Large, grouped.Length).BreakEven;
        _lanes.Run(choice.Streams, family, grouped, segments, leastLanes, choice.Stream);
    }

    /// <summary>Runs plain jobs of one kind and length in whole groups, when they go to lanes.</summary>
    /// <returns>How many of the first it has run.</returns>
    private int RunAlike(HashJob* jobs, int count, HashSegment* segments, int length)
    {
        HashPath path = _forced;
        if (path == HashPath.Auto)
        {
            HashChoice choice = _selector.Choose(HashTraits.Table[(int)jobs->Kind].Family, HashSelector.SizeClassOf(length), count);
            path = count < choice.BreakEven || choice.OneShots == HashPath.IpsecMb ? HashPath.Scalar : choice.Streams;
        }

        return path is HashPath.Vector128 or HashPath.Vector256 or HashPath.Vector512 ? _lanes.RunAlike(path, jobs, count, segments, length) : 0;
    }

    private void RunForced(HashFamily family, Span<nint> jobs, HashSegment* segments)
    {
        switch (_forced)
        {
            case HashPath.Vector128 or HashPath.Vector256 or HashPath.Vector512:
                _lanes.Run(_forced, family, jobs, segments, 1, HashPath.Scalar);
                break;
            case HashPath.IpsecMb:
                RunSingly(RunIpsecMb(jobs, segments), segments, HashPath.Scalar, HashPath.Scalar);
                break;
            case HashPath.LibCrypto when LibCrypto.HasDigest(family):
                RunSingly(jobs, segments, HashPath.LibCrypto, HashPath.LibCrypto);
                break;
            default:   // what takes plain jobs only
                RunSingly(jobs, segments, _forced, HashPath.Scalar);
                break;
        }
    }

    private void RunSingly(ReadOnlySpan<nint> jobs, HashSegment* segments, HashPath oneShot, HashPath stream)
    {
        foreach (nint address in jobs)
        {
            var job = (HashJob*)address;
            if (oneShot == HashPath.Runtime && IsPlain(job) && RuntimeHashes.Has(job->Kind))
            {
                RuntimeHashes.Run(job, segments);
            }
            else if (oneShot == HashPath.LibCrypto && LibCryptoSm3.CanRun(job))
            {
                _sm3 ??= new LibCryptoSm3();
                _sm3.Run(job, segments);
            }
            else
            {
                _single.Run(job, segments, stream);
            }
        }
    }

    /// <summary>Runs what the library can run.</summary>
    /// <returns>The other jobs, moved to the front.</returns>
    private Span<nint> RunIpsecMb(Span<nint> jobs, HashSegment* segments)
    {
        _ipsecMb ??= new IpsecMbHashes();
        int together = 0;
        foreach (nint address in jobs)
        {
            together += IpsecMbHashes.CanRun((HashJob*)address, segments) ? 1 : 0;
        }

        int left = 0;
        foreach (nint address in jobs)
        {
            var job = (HashJob*)address;
            if (IpsecMbHashes.CanRun(job, segments))
            {
                _ipsecMb.Submit(job, segments, together);
            }
            else
            {
                jobs[left++] = address;
            }
        }

        _ipsecMb.Flush();
        return jobs[..left];
    }
}
