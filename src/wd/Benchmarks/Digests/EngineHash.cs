using WarpDrive.Engines.Hashing;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Digests;
using EngineJob = WarpDrive.Engines.Hashing.HashJob;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>The engine of software devices without device and queue: the ceiling.</summary>
internal sealed unsafe class EngineHash : BatchContestant
{
    private readonly HashEngine _engine;
    private readonly EngineJob[] _jobs;
    private readonly HashSegment[] _segments;   // one a message, of all batches

    internal EngineHash(MessageSet messages, DigestAlgorithm algorithm, HashPath path)
        : base(messages, algorithm.HashSize())
    {
        _engine = new HashEngine(path);
        _jobs = JobsFor(messages.Batch, algorithm, ResultAddress);
        _segments = new HashSegment[messages.Sets * messages.Batch];
        for (int i = 0; i < _segments.Length; i++)
        {
            _segments[i] = new HashSegment { Data = messages.AddressOf(0) + ((long)i * messages.Size), Length = messages.Size };
        }
    }

    internal override double Lanes => _jobs.Max(job => job.Lanes);

    /// <summary>Jobs of one segment each, whose results lie one behind the other.</summary>
    internal static EngineJob[] JobsFor(int count, DigestAlgorithm algorithm, byte* results)
    {
        var jobs = new EngineJob[count];
        for (int i = 0; i < count; i++)
        {
            jobs[i] = new EngineJob
            {
                Kind = algorithm.EngineKind(),
                Part = HashPart.Whole,
                FirstSegment = i,
                SegmentCount = 1,
                Output = results + ((long)i * algorithm.HashSize()),
            };
        }

        return jobs;
    }

    public override int Run(long index)
    {
        _engine.Run(_jobs, _segments.AsSpan(Messages.SetOf(index) * Messages.Batch, Messages.Batch));
        return Results.Length;
    }

    protected override void Close() => _engine.Dispose();
}
