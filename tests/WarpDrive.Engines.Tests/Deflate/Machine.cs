using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>What the tests need to know of the machine they run on.</summary>
internal static class Machine
{
    /// <summary>Skips the test, with the reason, when an optional engine is missing here. The runtime's is not optional.</summary>
    internal static void Require(DeflateEngineKind kind)
    {
        DeflateEngineInfo info = DeflateEngines.Describe(kind);
        Assert.True(info.IsAvailable || kind != DeflateEngineKind.Runtime, info.Reason);
        Assert.SkipUnless(info.IsAvailable, $"{kind}: {info.Reason}");
    }

    /// <summary>The managed bytes that 1000 warm calls allocate on this thread.</summary>
    internal static long AllocatedBy(Action call)
    {
        for (int i = 0; i < 200; i++)
        {
            call();
        }

        // A collection, which tests beside this one bring about, counts the unused rest of this thread's allocation buffer as
        // allocated. What the calls themselves allocate is there in every round.
        long least = long.MaxValue;
        for (int round = 0; round < 3 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
