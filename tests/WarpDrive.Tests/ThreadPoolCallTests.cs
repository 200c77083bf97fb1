namespace WarpDrive.Tests;

public sealed class ThreadPoolCallTests
{
    [Fact]
    public async Task A_call_runs_with_its_state_on_the_thread_pool()
    {
        (int sum, bool onPool) = await ThreadPoolCall.Start(
            static terms => (terms.A + terms.B, Thread.CurrentThread.IsThreadPoolThread), (A: 2, B: 3), CancellationToken.None);
        Assert.Equal(5, sum);
        Assert.True(onPool);
    }

    [Fact]
    public async Task Its_exception_is_the_callers_and_the_next_call_is_not_touched_by_it()
    {
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(
                async () => await ThreadPoolCall.Start(static int (string words) => throw new InvalidDataException(words), "bad", CancellationToken.None));
            Assert.Equal(4, await ThreadPoolCall.Start(static words => words.Length, "good", CancellationToken.None));
        }
    }

    [Fact]
    public async Task One_that_was_cancelled_before_it_began_does_not_run()
    {
        int[] runs = [0];
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        ValueTask<int> call = ThreadPoolCall.Start(static counter => ++counter[0], runs, source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
        Assert.Equal(0, runs[0]);
    }
}
