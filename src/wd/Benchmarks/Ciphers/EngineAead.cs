using WarpDrive.Engines.Ciphers;
using WarpDrive.Tool.Benchmarks.Contests;
using EngineJob = WarpDrive.Engines.Ciphers.AeadJob;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>The engine of software devices without device and queue: the ceiling.</summary>
internal sealed unsafe class EngineAead : BatchContestant
{
    private readonly AeadWork _work;
    private readonly AeadEngine _engine;
    private readonly EngineJob[][] _jobs;   // by batch

    internal EngineAead(AeadWork work, CipherPath path)
        : base(work.Messages, work.ResultSize)
    {
        _work = work;
        _engine = new AeadEngine(path);
        _jobs = AeadJobs.For(work, ResultAddress);
    }

    public override int Run(long index)
    {
        EngineJob[] jobs = _jobs[Messages.SetOf(index)];
        _engine.Run(jobs);
        foreach (ref readonly EngineJob job in jobs.AsSpan())
        {
            if (job.TagMismatch)
            {
                return -1;
            }
        }

        return Results.Length;
    }

    protected override void Close()
    {
        _engine.Dispose();
        GC.KeepAlive(_work);   // the jobs name its memory
    }
}
