namespace WarpDrive.Uacce.Core.Tests.Workers;

public sealed class WorkerSharingTests
{
    [Fact]
    public void Active_queues_are_handed_to_the_device_together_and_no_idle_one_is_visited()
    {
        var gate = new ManualResetEventSlim();
        var entered = new ManualResetEventSlim();
        var sizes = new List<int>();
        var device = new TinyDevice
        {
            OnStep = queues =>
            {
                lock (sizes)
                {
                    sizes.Add(queues.Length);
                }

                entered.Set();
                Assert.True(gate.Wait(TinyClient.Deadline));
            },
        };
        using var pool = new WorkerPool(device, "tiny-0");
        var clients = new TinyClient[20];
        for (uint i = 0; i < 20; i++)
        {
            (_, clients[i]) = WorkerPoolTests.Open(pool, i);
        }

        clients[0].Send(0);
        Assert.True(entered.Wait(TinyClient.Deadline));
        for (int i = 1; i < 8; i++)
        {
            clients[i].Send(0);
        }

        gate.Set();
        for (int i = 0; i < 8; i++)
        {
            clients[i].Receive();
        }

        Wait.Until(() => pool.IsAsleep, "sleep");
        lock (sizes)
        {
            Assert.Equal([1, 7], sizes);
        }

        WorkerCounters counters = pool.Counters;
        Assert.Equal(2, counters.Steps);
        Assert.Equal(8, counters.Slices);
        Assert.InRange(counters.QueuesVisited, 8, 9);   // the first queue may still be watched while the others are served
    }

    [Fact]
    public void A_busy_queue_does_not_keep_others_waiting()
    {
        using var pool = new WorkerPool(new TinyDevice(queuesPerStep: 1), "tiny-0");
        var order = new List<uint>();
        var entered = new ManualResetEventSlim();
        var gate = new ManualResetEventSlim();
        (TinyQueue first, TinyClient greedy) = WorkerPoolTests.Open(pool, 0);
        (TinyQueue second, TinyClient modest) = WorkerPoolTests.Open(pool, 1);
        first.OnDescriptor = value =>
        {
            order.Add(0);
            if (value == 0)
            {
                entered.Set();
                Assert.True(gate.Wait(TinyClient.Deadline));
            }
        };
        second.OnDescriptor = _ => order.Add(1);
        for (ulong i = 0; i < 200; i++)
        {
            greedy.Write(i);
        }

        greedy.Ring();
        Assert.True(entered.Wait(TinyClient.Deadline));
        modest.Send(1);
        gate.Set();
        Assert.Equal(1ul, modest.Receive());
        for (ulong i = 0; i < 200; i++)
        {
            Assert.Equal(i, greedy.Receive());
        }

        Assert.InRange(order.IndexOf(1), 1, 64);   // after one slice, or two, of 32
    }

    [Fact]
    public void A_long_request_on_one_worker_leaves_the_other_to_the_rest()
    {
        using var pool = new WorkerPool(new TinyDevice(workers: 2, queuesPerStep: 1), "tiny-0");
        var gate = new ManualResetEventSlim();
        var entered = new ManualResetEventSlim();
        (TinyQueue slow, TinyClient slowClient) = WorkerPoolTests.Open(pool, 0);
        slow.OnDescriptor = _ =>
        {
            entered.Set();
            Assert.True(gate.Wait(TinyClient.Deadline));
        };
        slowClient.Send(9);
        Assert.True(entered.Wait(TinyClient.Deadline));
        for (uint i = 1; i <= 100; i++)
        {
            (_, TinyClient client) = WorkerPoolTests.Open(pool, i);
            client.Send(i);
            Assert.Equal(i, client.Receive());
        }

        Assert.Equal(1ul, slowClient.InFlight);
        gate.Set();
        Assert.Equal(9ul, slowClient.Receive());
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    public void A_thousand_queues_are_all_served_in_order_by_few_workers(int workers, int queuesPerStep)
    {
        using var pool = new WorkerPool(new TinyDevice(workers, queuesPerStep), "tiny-0");
        var queues = new TinyQueue[1024];
        var clients = new TinyClient[1024];
        for (uint i = 0; i < 1024; i++)
        {
            (queues[i], clients[i]) = WorkerPoolTests.Open(pool, i, depth: 8);
        }

        for (ulong round = 0; round < 3; round++)
        {
            foreach (TinyClient client in clients)
            {
                client.Send(round);
                client.Send(round + 100);
            }

            foreach (TinyClient client in clients)
            {
                Assert.Equal(round, client.Receive());
                Assert.Equal(round + 100, client.Receive());
            }
        }

        Wait.Until(() => pool.IsAsleep, "sleep");
        Assert.Equal(1024 * 6, pool.Counters.Descriptors);
        Assert.All(queues, q => Assert.Equal(0, q.Violations));
    }
}
