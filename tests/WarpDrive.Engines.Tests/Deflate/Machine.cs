using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>What the tests need to know of the machine they run on.</summary>
internal static class Machine
{
    /// <summary>Whether an optional engine is missing here; says so on the test's output.</summary>
    internal static bool Lacks(DeflateEngineInfo info)
    {
        if (!info.IsAvailable)
        {
            Assert.NotEqual(DeflateEngineKind.Runtime, info.Kind);   // that one is never optional
            TestContext.Current.TestOutputHelper?.WriteLine($"{info.Kind} is not here: {info.Reason}");
        }

        return !info.IsAvailable;
    }

    /// <summary>The managed bytes that 1000 warm calls allocate on this thread.</summary>
    internal static long AllocatedBy(Action call)
    {
        for (int i = 0; i < 200; i++)
        {
            call();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
