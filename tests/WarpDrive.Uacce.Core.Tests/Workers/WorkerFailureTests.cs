namespace WarpDrive.Uacce.Core.Tests.Workers;

public sealed class WorkerFailureTests
{
    [Fact]
    public void A_device_model_that_throws_ends_its_queue_and_no_other()
    {
        var failed = new List<(uint Queue, Exception Error)>();
        WorkerPool? self = null;
        var handles = new ServedQueue[4];
        bool detached = false;
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0", logger: null, (queue, error) =>
        {
            bool gone = self!.Detach(handles[queue.Number], TinyClient.Deadline);
            lock (failed)
            {
                failed.Add((queue.Number, error));
                detached = gone;
            }
        });
        self = pool;
        var clients = new TinyClient[4];
        var queues = new TinyQueue[4];
        for (uint i = 0; i < 4; i++)
        {
            (queues[i], clients[i]) = WorkerPoolTests.Open(pool, i);
            handles[i] = clients[i].Served!;
        }

        foreach (TinyClient client in clients)
        {
            client.Write(1);
        }

        clients[2].Write(TinyQueue.Poison);
        foreach (TinyClient client in clients)
        {
            client.Ring();
        }

        foreach (TinyClient client in clients)
        {
            Assert.Equal(1ul, client.Receive());
        }

        Wait.Until(() => { lock (failed) { return failed.Count == 1; } }, "report of the failure");
        Assert.Equal(2u, failed[0].Queue);
        Assert.IsType<InvalidOperationException>(failed[0].Error);
        Assert.True(detached);
        queues[2].Forbidden = true;
        for (ulong round = 0; round < 50; round++)
        {
            foreach (int i in new[] { 0, 1, 3 })
            {
                clients[i].Send(round);
                Assert.Equal(round, clients[i].Receive());
            }
        }

        Assert.Equal(1, pool.Counters.Failures);
        Assert.Equal(0, queues[2].Violations);
    }

    [Fact]
    public void A_failure_handler_that_throws_does_not_end_the_worker()
    {
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0", logger: null, (_, _) => throw new InvalidOperationException("handler"));
        (_, TinyClient bad) = WorkerPoolTests.Open(pool, 0);
        (_, TinyClient good) = WorkerPoolTests.Open(pool, 1);
        bad.Send(TinyQueue.Poison);
        Wait.Until(() => pool.Counters.Failures == 1, "failure");
        good.Send(5);
        Assert.Equal(5ul, good.Receive());
    }

    [Fact]
    public void A_queue_that_the_device_cannot_go_on_with_costs_naps_and_goes_on_later()
    {
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0");
        (TinyQueue stalled, TinyClient client) = WorkerPoolTests.Open(pool, 0);
        (_, TinyClient other) = WorkerPoolTests.Open(pool, 1);
        stalled.Stalled = true;
        client.Send(1);
        Wait.Until(() => pool.Counters.Naps >= 3, "naps");
        other.Send(2);
        Assert.Equal(2ul, other.Receive());
        stalled.Stalled = false;
        Assert.Equal(1ul, client.Receive());
        Wait.Until(() => pool.IsAsleep, "sleep");
    }
}
