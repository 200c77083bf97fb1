using System.Diagnostics;

namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>Waiting is a condition with a deadline.</summary>
internal static class Wait
{
    public static void Until(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > TinyClient.Deadline)
            {
                Assert.Fail($"no {what} within {TinyClient.Deadline}");
            }

            spin.SpinOnce();
        }
    }
}
