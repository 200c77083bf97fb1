using WarpDrive.Tool.Benchmarks;

namespace WarpDrive.Tool.Tests.Benchmarks;

public sealed class OtherThreadContestantTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_run_is_done_in_order_on_one_other_thread(int depth)
    {
        var inner = new Recorder();
        using (var contestant = new OtherThreadContestant(inner, depth))
        {
            for (int run = 5; run < 2000; run++)
            {
                Assert.Equal(depth, contestant.Run(run));
            }
        }

        Assert.Equal(Enumerable.Range(5 * depth, 1995 * depth).Select(static i => (long)i), inner.Seen);
        Assert.NotEqual(Environment.CurrentManagedThreadId, Assert.Single(inner.Threads));
        Assert.True(inner.IsDisposed);
    }

    [Fact]
    public void A_server_that_rests_is_woken()
    {
        var inner = new Recorder();
        using var contestant = new OtherThreadContestant(inner, 1);
        for (int run = 0; run < 20; run++)
        {
            Assert.True(SpinWait.SpinUntil(() => contestant.Rests, TimeSpan.FromSeconds(30)));
            Assert.Equal(1, contestant.Run(run));
        }

        Assert.Equal(20, inner.Seen.Count);
    }

    [Fact]
    public void One_failure_fails_the_run()
    {
        using var contestant = new OtherThreadContestant(new Recorder { FailsAt = 2 }, 4);

        Assert.Equal(-1, contestant.Run(0));
        Assert.Equal(4, contestant.Run(1));
    }

    private sealed class Recorder : IContestant
    {
        internal List<long> Seen { get; } = [];

        internal HashSet<int> Threads { get; } = [];

        internal long FailsAt { get; init; } = -1;

        internal bool IsDisposed { get; private set; }

        public int Run(long index)
        {
            Seen.Add(index);
            Threads.Add(Environment.CurrentManagedThreadId);
            return index == FailsAt ? -1 : 1;
        }

        public void Dispose() => IsDisposed = true;
    }
}
