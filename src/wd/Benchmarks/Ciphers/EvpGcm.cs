using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Native;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Aeads;
using EngineJob = WarpDrive.Engines.Ciphers.AeadJob;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>GCM of libcrypto: one context with the key, for each message an IV.</summary>
internal sealed unsafe class EvpGcm : BatchContestant
{
    private readonly AeadWork _work;
    private readonly nint _context;
    private readonly EngineJob[][] _jobs;   // by batch

    internal EvpGcm(AeadWork work)
        : base(work.Messages, work.ResultSize)
    {
        _work = work;
        _jobs = AeadJobs.For(work, ResultAddress);
        if (!EvpCipher.TryPrepare(ref _context, MethodOf(work.Spec), work.KeyAddress, work.Decrypt))
        {
            throw new InvalidOperationException("libcrypto refuses the key");
        }
    }

    /// <summary>Whether the library is installed and has the cipher.</summary>
    internal static bool Has(AeadSpec spec) => spec.Algorithm is AeadAlgorithm.AesGcm or AeadAlgorithm.Sm4Gcm && MethodOf(spec) != null;

    public override int Run(long index)
    {
        foreach (ref EngineJob job in _jobs[Messages.SetOf(index)].AsSpan())
        {
            EvpAead.RunGcm((void*)_context, ref job);
            if (job.TagMismatch)
            {
                return -1;
            }
        }

        return Results.Length;
    }

    protected override void Close()
    {
        LibCrypto.Ciphers.FreeContext((void*)_context);
        GC.KeepAlive(_work);   // the jobs name its memory
    }

    private static void* MethodOf(AeadSpec spec) => LibCrypto.Ciphers.FindGcm(spec.IsAes ? CipherKind.Aes : CipherKind.Sm4, spec.KeyLength);
}
