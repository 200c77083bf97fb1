using WarpDrive.Engines.Hashing;
using WarpDrive.Uacce.Digests;
using EngineJob = WarpDrive.Engines.Hashing.HashJob;

namespace WarpDrive.Tool.Hashing;

/// <summary>Has the code of the lanes compiled, and measured where there is a choice, while the devices are being set up: both take tens of milliseconds.</summary>
internal static class LaneWarmUp
{
    /// <summary>Files from which on the lanes are sure to be used, and a few milliseconds worth a thread.</summary>
    internal const int WorthFiles = FileGroup.Files;

    private const int Messages = 88;   // two full groups of the most lanes that there are, and what leaves half a group or more of every other number

    /// <summary>Begins; the thread ends on its own, and nobody has to wait for it.</summary>
    /// <param name="algorithm">What will be hashed with.</param>
    internal static void Begin(DigestAlgorithm algorithm) =>
        new Thread(() => Run(algorithm.EngineKind())) { IsBackground = true }.Start();

    private static unsafe void Run(HashKind kind)
    {
        byte[] message = new byte[HashSelector.LargeLength];
        byte* digest = stackalloc byte[HashKinds.MaxDigestSize];
        var jobs = new EngineJob[Messages];
        for (int i = 0; i < jobs.Length; i++)
        {
            jobs[i] = new EngineJob { Kind = kind, SegmentCount = 1, Output = digest };
        }

        fixed (byte* data = message)
        {
            using var engine = new HashEngine();
            engine.Run(jobs, [new HashSegment { Data = data, Length = message.Length }]);
        }
    }
}
