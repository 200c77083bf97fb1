using WarpDrive.Engines.Deflate;
using WarpDrive.Testing;

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

        return Allocations.Least(1000, _ => call());
    }
}
