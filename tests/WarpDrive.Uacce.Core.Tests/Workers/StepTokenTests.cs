using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.Workers;

public sealed class StepTokenTests
{
    [Fact]
    public void Only_one_holds_it()
    {
        var token = new StepToken();
        Assert.True(token.TryEnter());
        Assert.False(token.TryEnter());
        Assert.False(token.Enter(TimeSpan.Zero));
        token.Exit();
        Assert.True(token.Enter(TimeSpan.Zero));
        Assert.False(token.TryEnter());
        token.Exit();
        Assert.False(token.IsHeld);
    }

    [Fact]
    public void A_step_in_progress_is_waited_for()
    {
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0");
        var entered = new ManualResetEventSlim();
        var gate = new ManualResetEventSlim();
        (TinyQueue queue, TinyClient client) = WorkerPoolTests.Open(pool, 0);
        queue.OnDescriptor = _ =>
        {
            entered.Set();
            Assert.True(gate.Wait(TinyClient.Deadline));
        };
        client.Send(1);
        Assert.True(entered.Wait(TinyClient.Deadline));
        Assert.False(client.Served!.Token.Enter(TimeSpan.FromMilliseconds(5)));
        Assert.False(pool.Detach(client.Served, TimeSpan.FromMilliseconds(5)));
        gate.Set();
        Assert.True(client.Served.Token.Enter(TinyClient.Deadline));
        client.Served.Token.Exit();
        Assert.True(pool.Detach(client.Served, TinyClient.Deadline));
    }

    [Fact]
    public void Work_rung_while_a_control_operation_holds_the_token_is_done_afterwards()
    {
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0");
        (_, TinyClient client) = WorkerPoolTests.Open(pool, 0);
        for (ulong i = 0; i < 2000; i++)
        {
            Assert.True(client.Served!.Token.Enter(TinyClient.Deadline));
            client.Send(i);
            if (i % 20 == 0)
            {
                Wait.Until(() => pool.IsAsleep, "sleep: the worker does not wait for the token");
            }

            Assert.False(client.TryReceive(out _));
            client.Served.Token.Exit();
            Assert.Equal(i, client.Receive());
        }
    }

    [Fact]
    public void Taking_and_giving_back_allocates_nothing()
    {
        var token = new StepToken();
        bool all = token.TryEnter();
        token.Exit();
        Assert.Equal(0, Allocations.Least(1000, _ =>
        {
            all &= token.TryEnter();
            token.Exit();
        }));
        Assert.True(all);
    }
}
