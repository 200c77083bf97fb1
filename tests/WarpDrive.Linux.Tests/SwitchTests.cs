using System.Diagnostics;

namespace WarpDrive.Linux.Tests;

public sealed class SwitchTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public void Threads_that_share_a_processor_preempt_each_other()
    {
        long before = 0;
        long after = 0;
        using var both = new Barrier(2);
        bool isDone = false;
        int cpu = Libc.ProcessorsOfThisThread()[0];
        var other = new Thread(() =>
        {
            Libc.BindThisThread(cpu);
            both.SignalAndWait();
            while (!Volatile.Read(ref isDone))
            {
                Thread.SpinWait(100);
            }
        });
        var counting = new Thread(() =>
        {
            Libc.BindThisThread(cpu);
            both.SignalAndWait();
            before = Libc.PreemptionsOfThisThread();
            long start = Stopwatch.GetTimestamp();
            do
            {
                Thread.SpinWait(100);
                after = Libc.PreemptionsOfThisThread();
            }
            while (after == before && Stopwatch.GetElapsedTime(start) < s_deadline);
            Volatile.Write(ref isDone, true);
        });
        other.Start();
        counting.Start();
        Assert.True(counting.Join(s_deadline * 2));
        Assert.True(other.Join(s_deadline));

        Assert.True(after > before, $"{before} preemptions before, {after} behind");
    }
}
