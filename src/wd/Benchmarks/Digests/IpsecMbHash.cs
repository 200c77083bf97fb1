using WarpDrive.Engines.Hashing;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Digests;
using EngineJob = WarpDrive.Engines.Hashing.HashJob;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>libIPSec_MB by its job interface: all messages submitted, then flushed.</summary>
internal sealed unsafe class IpsecMbHash : BatchContestant
{
    /// <summary>The library counts bytes in 16 bits.</summary>
    internal const int MostBytes = (1 << 16) - 2;

    private readonly IpsecMbHashes _hashes = new();
    private readonly EngineJob[] _jobs;

    internal IpsecMbHash(MessageSet messages, DigestAlgorithm algorithm)
        : base(messages, algorithm.HashSize())
    {
        _jobs = EngineHash.JobsFor(messages.Batch, algorithm, ResultAddress);
        foreach (ref EngineJob job in _jobs.AsSpan())
        {
            job.FirstSegment = 0;
        }
    }

    public override int Run(long index)
    {
        var segment = new HashSegment { Data = Messages.AddressOf(index), Length = Messages.Size };
        fixed (EngineJob* jobs = _jobs)
        {
            for (int i = 0; i < _jobs.Length; i++)
            {
                _hashes.Submit(jobs + i, &segment, _jobs.Length);   // the segment is read before this returns
                segment.Data += Messages.Size;
            }

            _hashes.Flush();
        }

        return Results.Length;
    }

    protected override void Close() => _hashes.Dispose();
}
