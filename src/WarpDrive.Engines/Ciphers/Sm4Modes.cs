namespace WarpDrive.Engines.Ciphers;

/// <summary>SM4 jobs on the kernels.</summary>
internal static unsafe class Sm4Modes
{
    /// <summary>Runs a job in its mode.</summary>
    internal static void Run(PreparedKey key, in CipherJob job, Sm4Path path)
    {
        if (job.Mode == BlockMode.Ctr)
        {
            Sm4Kernels.Ctr(key.Sm4, job.Iv, job.Source, job.Destination, job.Length, path);
        }
        else
        {
            Sm4Key tweak = key.Use == KeyUse.Sm4Xts ? key.Sm4Tweak : key.Sm4;
            BlockModes<Sm4Blocks>.Run(new Sm4Blocks(key.Sm4, path), new Sm4Blocks(tweak, path), job);
        }
    }
}
