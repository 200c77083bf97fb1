namespace WarpDrive.Uacce.Core.Tests.Workers;

public sealed class WorkerPoolTests
{
    private static readonly TimeSpan s_deadline = TinyClient.Deadline;

    [Fact]
    public void A_descriptor_that_is_rung_is_completed_and_the_worker_sleeps_again()
    {
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0");
        (TinyQueue queue, TinyClient client) = Open(pool, 0);
        for (ulong i = 0; i < 100; i++)
        {
            client.Send(i);
            Assert.Equal(i, client.Receive());
            Wait.Until(() => pool.IsAsleep, "sleep");
        }

        Assert.Equal(100, pool.Counters.Claims);   // asleep, it owned nothing: each ring went through the ready list
        Assert.Equal(100, pool.Counters.Descriptors);
        Assert.Equal(0, queue.Violations);
    }

    [Fact]
    public void Completions_come_in_order_whatever_the_depth()
    {
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0");
        (_, TinyClient client) = Open(pool, 0);
        ulong sent = 0;
        for (ulong received = 0; received < 20_000;)
        {
            while (client.InFlight < 64 && sent < 20_000)
            {
                client.Send(sent++);
            }

            Assert.Equal(received++, client.Receive());
        }
    }

    [Fact]
    public void Work_that_was_there_before_attaching_is_found()
    {
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0");
        var queue = new TinyQueue(0);
        var client = new TinyClient(queue);
        client.Send(7);
        client.Served = pool.Attach(queue, queue.Ctl, new StepToken());
        Assert.Equal(7ul, client.Receive());
    }

    [Fact]
    public void A_pool_without_served_queues_has_no_threads()
    {
        var device = new TinyDevice(workers: 4);
        using var pool = new WorkerPool(device, "tiny-0");
        Assert.Equal(0, device.Scratches);
        Assert.True(pool.IsAsleep);
    }

    [Fact]
    public void Idle_queues_are_not_visited()
    {
        const int Idle = 1023;
        using var pool = new WorkerPool(new TinyDevice(), "tiny-0");
        for (uint i = 0; i < Idle; i++)
        {
            (_, TinyClient idle) = Open(pool, i);
            idle.Send(i);
            Assert.Equal(i, idle.Receive());
        }

        Wait.Until(() => pool.IsAsleep, "sleep");
        (_, TinyClient busy) = Open(pool, Idle);
        WorkerCounters before = pool.Counters;
        for (ulong i = 0; i < 1000; i++)
        {
            busy.Send(i);
            Assert.Equal(i, busy.Receive());
        }

        Wait.Until(() => pool.IsAsleep, "sleep");
        WorkerCounters after = pool.Counters;
        Assert.Equal(1000, after.Descriptors - before.Descriptors);
        Assert.Equal(after.Steps - before.Steps, after.QueuesVisited - before.QueuesVisited);
    }

    internal static (TinyQueue Queue, TinyClient Client) Open(WorkerPool pool, uint number, int depth = 256, ClientAccount? account = null)
    {
        var queue = new TinyQueue(number, depth);
        var client = new TinyClient(queue) { Served = pool.Attach(queue, queue.Ctl, new StepToken(), account) };
        return (queue, client);
    }

    [Fact]
    public void After_detach_no_worker_touches_the_queue()
    {
        using var pool = new WorkerPool(new TinyDevice(workers: 2, queuesPerStep: 1), "tiny-0");
        for (uint round = 0; round < 200; round++)
        {
            (TinyQueue queue, TinyClient client) = Open(pool, round);
            for (int i = 0; i < 8; i++)
            {
                client.Send((ulong)i);
            }

            Assert.True(pool.Detach(client.Served!, s_deadline));
            queue.Forbidden = true;
            client.Ring();
            Assert.Equal(0, queue.Violations);
        }
    }
}
