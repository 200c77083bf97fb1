namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>What a user has in use at a time: beyond it, its queues wait, and nobody else's do.</summary>
public sealed class MemoryBudgetTests : IDisposable
{
    private const ulong Held = 0x4E1D;
    private const long Limit = 1000;

    private readonly ManualResetEventSlim _release = new();
    private readonly MemoryBudget _budget = new() { InFlightLimit = Limit };
    private int _inside;

    public void Dispose() => _release.Set();   // not disposed: a thread of a failed test may still wait for it

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 4)]
    [InlineData(3, 32)]
    public void A_user_with_all_in_flight_that_it_may_waits_alone(int workers, int queuesPerStep)
    {
        using WorkerPool pool = Pool(workers, queuesPerStep);
        ClientAccount first = Account(1), second = Account(2);
        var other = new ClientAccount("other", 3, 2000);
        TinyClient holder = Open(pool, 0, first);
        TinyClient[] waiting = [Open(pool, 1, first), Open(pool, 2, second), Open(pool, 3, second)];
        TinyClient good = Open(pool, 4, other);
        holder.Send(Held);
        Wait.Until(() => Volatile.Read(ref _inside) == 1, "a step that holds all");
        foreach (TinyClient client in waiting)
        {
            client.Send(1);
        }

        Wait.Until(() => first.IsWaitingForMemory && second.IsWaitingForMemory, "both clients of the user waiting");
        for (ulong i = 0; i < 300; i++)
        {
            good.Send(i);
            Assert.Equal(i, good.Receive());
        }

        Assert.All(waiting, client => Assert.False(client.TryReceive(out _)));
        Assert.Equal(Limit, _budget.InFlightBytes);
        _release.Set();
        Assert.Equal(Held, holder.Receive());
        Assert.All(waiting, client => Assert.Equal(1ul, client.Receive()));
        Wait.Until(() => pool.IsAsleep, "sleep");
        Assert.False(first.IsWaitingForMemory || second.IsWaitingForMemory);
        Assert.True(first.MemoryWaits >= 1 && second.MemoryWaits >= 1);
        Assert.Equal(0, other.MemoryWaits);
        Assert.Equal(0, _budget.InFlightBytes);
    }

    [Fact]
    public void Those_that_wait_keep_no_worker_awake()
    {
        using WorkerPool holding = Pool(1, 4);
        using WorkerPool pool = Pool(2, 4);
        ClientAccount account = Account(1);
        TinyClient holder = Open(holding, 0, account);
        TinyClient waiting = Open(pool, 0, account);
        HoldAllAndWait(holder, waiting, account);
        Wait.Until(() => pool.IsAsleep, "sleep");
        Assert.False(waiting.TryReceive(out _));
        _release.Set();
        Assert.Equal(1ul, waiting.Receive());   // of another device: it was woken
        Assert.Equal(Held, holder.Receive());
    }

    [Fact]
    public void A_larger_limit_lets_those_go_on_that_wait()
    {
        using WorkerPool pool = Pool(2, 4);
        ClientAccount account = Account(1);
        TinyClient holder = Open(pool, 0, account);
        TinyClient waiting = Open(pool, 1, account);
        HoldAllAndWait(holder, waiting, account);
        _budget.InFlightLimit = Limit + 1;
        Assert.Equal(1ul, waiting.Receive());
        _release.Set();
        Assert.Equal(Held, holder.Receive());
    }

    [Fact]
    public void A_user_with_nothing_in_flight_waits_for_nothing_however_much_it_keeps()
    {
        using WorkerPool pool = Pool(1, 4);
        TinyClient client = Open(pool, 0, Account(1));
        _budget.TakeStaging(5000);
        _budget.StagingLimit = 1;   // after a quota that became smaller
        client.Send(1);
        Assert.Equal(1ul, client.Receive());
        Assert.False(_budget.MayKeepStaging);
    }

    [Fact]
    public void A_queue_that_waits_can_be_detached()
    {
        using WorkerPool pool = Pool(2, 4);
        ClientAccount account = Account(1);
        TinyClient holder = Open(pool, 0, account);
        TinyClient waiting = Open(pool, 1, account);
        HoldAllAndWait(holder, waiting, account);
        Assert.True(pool.Detach(waiting.Served!, TinyClient.Deadline));
        _release.Set();
        Assert.Equal(Held, holder.Receive());
        holder.Send(2);
        Assert.Equal(2ul, holder.Receive());
        Assert.False(waiting.TryReceive(out _));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    [InlineData(3, 8)]
    public void Everything_is_done_in_the_end_on_two_devices_that_wait_for_each_other(int workers, int queuesPerStep)
    {
        const int Queues = 12;
        const ulong Rounds = 100;
        WorkerPool[] pools = [Pool(workers, queuesPerStep), Pool(workers, queuesPerStep)];
        try
        {
            _release.Set();
            ClientAccount[] accounts = [Account(1), Account(2), new ClientAccount("other", 3, 2000)];
            var clients = new List<TinyClient>();
            for (uint i = 0; i < Queues; i++)
            {
                foreach (WorkerPool pool in pools)
                {
                    ClientAccount account = accounts[i % 3];
                    (TinyQueue queue, TinyClient client) = WorkerPoolTests.Open(pool, i, 64, account);
                    queue.OnDescriptor = _ =>
                    {
                        if (account.Budget is { } budget)
                        {
                            budget.Take(Limit);
                            Thread.Yield();   // a processor is given away in the middle: the others find it full
                            budget.Return(Limit);
                        }
                    };
                    clients.Add(client);
                }
            }

            for (ulong round = 0; round < Rounds; round++)
            {
                foreach (TinyClient client in clients)
                {
                    client.Send(round);
                }

                foreach (TinyClient client in clients)
                {
                    Assert.Equal(round, client.Receive());
                }
            }

            Assert.Equal(0, _budget.InFlightBytes);
            Assert.Equal(0, accounts[2].MemoryWaits);
            Wait.Until(() => pools.All(pool => pool.IsAsleep), "sleep");
        }
        finally
        {
            Array.ForEach(pools, pool => pool.Dispose());
        }
    }

    [Fact]
    public void Two_reasons_to_wait_have_to_end_both()
    {
        var room = new WaitingRoom();
        var share = new ClientShare(Account(1), 1, 0);
        Assert.True(room.Block(share, BlockReasons.Memory));
        Assert.False(room.Block(share, BlockReasons.Memory));
        Assert.True(room.Block(share, BlockReasons.StuckSteps));
        room.Unblock(share, BlockReasons.Memory);
        Assert.True(share.IsBlocked);
        room.Unblock(share, BlockReasons.StuckSteps);
        Assert.False(share.IsBlocked);
    }

    /// <summary>One client has all that its user may have in a step that does not end, and another one of that user waits.</summary>
    private void HoldAllAndWait(TinyClient holder, TinyClient waiting, ClientAccount account)
    {
        holder.Send(Held);
        Wait.Until(() => Volatile.Read(ref _inside) == 1, "a step that holds all");
        waiting.Send(1);
        Wait.Until(() => account.IsWaitingForMemory, "a client that waits");
    }

    private ClientAccount Account(int pid) => new($"client {pid}", pid, 1000) { Budget = _budget };

    private static WorkerPool Pool(int workers, int queuesPerStep) =>
        new(new TinyDevice(workers, queuesPerStep), "tiny-0", options: new WorkerOptions { StuckAfter = Timeout.InfiniteTimeSpan });

    private TinyClient Open(WorkerPool pool, uint number, ClientAccount account)
    {
        (TinyQueue queue, TinyClient client) = WorkerPoolTests.Open(pool, number, 512, account);
        queue.OnDescriptor = value =>
        {
            if (value == Held)
            {
                account.Budget!.Take(Limit);
                Interlocked.Increment(ref _inside);
                Assert.True(_release.Wait(TinyClient.Deadline));
                account.Budget.Return(Limit);
            }
        };
        return client;
    }
}
