using WarpDrive.Engines.Ciphers;
using WarpDrive.Tool.Benchmarks.Contests;
using EngineJob = WarpDrive.Engines.Ciphers.CipherJob;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>The engine of software devices without device and queue: the ceiling.</summary>
internal sealed unsafe class EngineCipher : BatchContestant
{
    private readonly CipherWork _work;
    private readonly CipherEngine _engine;
    private readonly EngineJob[][] _jobs;   // by batch

    internal EngineCipher(CipherWork work, CipherPath path)
        : base(work.Messages, work.Messages.Size)
    {
        _work = work;
        _engine = new CipherEngine(path);
        _jobs = new EngineJob[Messages.Sets][];
        for (int set = 0; set < _jobs.Length; set++)
        {
            _jobs[set] = new EngineJob[Messages.Batch];
            for (int i = 0; i < Messages.Batch; i++)
            {
                _jobs[set][i] = new EngineJob
                {
                    Kind = work.Spec.Kind,
                    Mode = work.Spec.BlockMode,
                    Decrypt = work.Decrypt,
                    Key = work.KeyAddress,
                    KeyLength = work.Spec.KeyLength,
                    Iv = work.IvAddress(i),
                    Source = Messages.AddressOf(set) + ((long)i * Messages.Size),
                    Destination = ResultAddress + ((long)i * ResultSize),
                    Length = Messages.Size,
                };
            }
        }
    }

    public override int Run(long index)
    {
        _engine.Run(_jobs[Messages.SetOf(index)]);
        return Results.Length;
    }

    protected override void Close()
    {
        _engine.Dispose();
        GC.KeepAlive(_work);   // the jobs name its memory
    }
}
