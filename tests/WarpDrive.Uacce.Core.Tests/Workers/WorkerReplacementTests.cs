using System.Diagnostics;

namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>Steps that do not end. The tests say when the pool looks, and how long ago that is.</summary>
public sealed class WorkerReplacementTests : IDisposable
{
    private const ulong Sticks = 0x571C;

    private readonly ManualResetEventSlim _release = new();
    private readonly ClientAccount _hostile = new("hostile", 1, 666);
    private readonly ClientAccount _honest = new("honest", 2, 1000);
    private int _stuck;

    public void Dispose() => _release.Set();   // not disposed: a thread of a failed test may still wait for it

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_that_does_not_end_keeps_nobody_else_waiting(int workers)
    {
        using WorkerPool pool = Pool(workers);
        (TinyQueue badQueue, TinyClient bad) = Open(pool, 0, _hostile);
        (_, TinyClient alsoBad) = Open(pool, 1, _hostile);
        (_, TinyClient good) = Open(pool, 2, _honest);
        good.Send(1);
        Assert.Equal(1ul, good.Receive());      // the worker may still watch its queue when it gets stuck
        Stick(pool, bad, alreadyStuck: 0);
        good.Send(2);
        alsoBad.Send(3);
        Look(pool);
        Assert.Equal(2ul, good.Receive());
        Assert.Equal(3ul, alsoBad.Receive());   // one stuck step of two that it may have
        Assert.Equal(1, pool.StuckSteps);
        Assert.True(_hostile.IsStuck);
        Assert.Equal(1, _hostile.Replacements);
        Look(pool);
        Look(pool);
        Assert.Equal(1, pool.Replacements);     // the same step counts once

        _release.Set();
        Assert.Equal(Sticks, bad.Receive());
        Wait.Until(() => pool.StuckSteps == 0, "end of the stuck worker");
        Assert.False(_hostile.IsStuck);
        bad.Send(4);
        Assert.Equal(4ul, bad.Receive());
        good.Send(5);
        Assert.Equal(5ul, good.Receive());
        Assert.Equal(0, badQueue.Violations);
        Wait.Until(() => pool.IsAsleep, "sleep");
        Assert.Equal(6, pool.Counters.Descriptors);   // the ended worker's are not forgotten
    }

    [Fact]
    public void A_client_with_too_many_stuck_steps_waits_and_goes_on_when_one_is_over()
    {
        using WorkerPool pool = Pool(1);
        TinyClient[] bad = new TinyClient[5];
        for (uint i = 0; i < bad.Length; i++)
        {
            (_, bad[i]) = Open(pool, i, _hostile);
        }

        (_, TinyClient good) = Open(pool, 10, _honest);
        Stick(pool, bad[0], alreadyStuck: 0);
        Look(pool);
        Stick(pool, bad[1], alreadyStuck: 1);
        Look(pool);
        for (int i = 2; i < bad.Length; i++)
        {
            bad[i].Send(Sticks);
        }

        for (ulong i = 0; i < 200; i++)
        {
            good.Send(i);
            Assert.Equal(i, good.Receive());
            Look(pool);
        }

        Assert.Equal(2, Volatile.Read(ref _stuck));
        Assert.Equal(2, pool.StuckSteps);
        Assert.Equal(2, pool.Replacements);
        Wait.Until(() => pool.IsAsleep, "sleep: those that wait keep nobody awake");

        _release.Set();
        Assert.All(bad, b => Assert.Equal(Sticks, b.Receive()));
        Wait.Until(() => pool.StuckSteps == 0, "end of the stuck workers");
    }

    [Fact]
    public void Clients_of_one_user_have_a_bound_together()
    {
        using WorkerPool pool = Pool(1, new WorkerOptions { StuckAfter = Timeout.InfiniteTimeSpan, MaxStuckStepsOfUser = 2 });
        var family = new ClientAccount[3];
        var bad = new TinyClient[3];
        for (uint i = 0; i < 3; i++)
        {
            family[i] = new ClientAccount($"hostile {i}", 10 + (int)i, 666);
            (_, bad[i]) = Open(pool, i, family[i]);
        }

        (_, TinyClient good) = Open(pool, 10, _honest);
        Stick(pool, bad[0], alreadyStuck: 0);
        Look(pool);
        Stick(pool, bad[1], alreadyStuck: 1);
        Look(pool);
        bad[2].Send(Sticks);
        (_, TinyClient late) = Open(pool, 3, new ClientAccount("hostile 3", 13, 666));
        late.Send(1);
        for (ulong i = 0; i < 100; i++)
        {
            good.Send(i);
            Assert.Equal(i, good.Receive());
        }

        Assert.Equal(2, Volatile.Read(ref _stuck));
        Assert.Equal(1ul, late.InFlight);
        Assert.False(late.TryReceive(out _));
        _release.Set();
        Assert.Equal(1ul, late.Receive());
        Assert.All(bad, b => Assert.Equal(Sticks, b.Receive()));
    }

    [Fact]
    public void A_long_step_of_this_process_itself_is_its_own_affair()
    {
        using WorkerPool pool = Pool(1);
        (_, TinyClient own) = Open(pool, 0, account: null);
        (_, TinyClient good) = Open(pool, 1, _honest);
        Stick(pool, own, alreadyStuck: 0);
        good.Send(1);
        Look(pool);
        Look(pool);
        Assert.Equal(0, pool.Replacements);
        _release.Set();
        Assert.Equal(1ul, good.Receive());
        Assert.Equal(Sticks, own.Receive());
    }

    [Fact]
    public void The_pool_looks_by_itself_while_workers_are_awake()
    {
        using WorkerPool pool = Pool(1, new WorkerOptions { StuckAfter = TimeSpan.FromMilliseconds(10) });
        (_, TinyClient bad) = Open(pool, 0, _hostile);
        (_, TinyClient good) = Open(pool, 1, _honest);
        for (ulong round = 1; round <= 3; round++)
        {
            Wait.Until(() => pool.IsAsleep, "sleep");
            _release.Reset();
            bad.Send(Sticks);
            good.Send(round);
            Assert.Equal(round, good.Receive());
            _release.Set();
            Assert.Equal(Sticks, bad.Receive());
            Wait.Until(() => pool.StuckSteps == 0, "end of the stuck worker");
        }
    }

    [Fact]
    public void A_queue_in_a_stuck_step_is_detached_when_the_step_is_over()
    {
        using WorkerPool pool = Pool(1);
        (TinyQueue queue, TinyClient bad) = Open(pool, 0, _hostile);
        Open(pool, 1, _honest);
        Stick(pool, bad, alreadyStuck: 0);
        Look(pool);
        Assert.Equal(1, pool.StuckSteps);
        Assert.False(pool.Detach(bad.Served!, TimeSpan.FromMilliseconds(1)));
        _release.Set();
        Assert.True(pool.Detach(bad.Served!, TinyClient.Deadline));
        queue.Forbidden = true;
        Wait.Until(() => pool.StuckSteps == 0, "end of the stuck worker");
        Assert.Equal(0, queue.Violations);
    }

    [Fact]
    public void A_pool_ends_beside_a_stuck_step()
    {
        WorkerPool pool = Pool(1, new WorkerOptions { StuckAfter = Timeout.InfiniteTimeSpan, EndTimeout = TimeSpan.FromMilliseconds(20) });
        (_, TinyClient bad) = Open(pool, 0, _hostile);
        Open(pool, 1, _honest);
        Stick(pool, bad, alreadyStuck: 0);
        Look(pool);
        pool.Dispose();
        _release.Set();
        Wait.Until(() => pool.StuckSteps == 0, "end of the stuck worker");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8)]
    [InlineData(3, 4)]
    public void Nothing_is_lost_or_done_twice_when_workers_are_replaced_at_any_moment(int workers, int queuesPerStep)
    {
        const int Queues = 24;
        const ulong Rounds = 60;
        int looks = 0;
        using WorkerPool pool = Pool(workers, new WorkerOptions { StuckAfter = Timeout.InfiniteTimeSpan, MaxStuckSteps = 3 }, queuesPerStep);
        var queues = new TinyQueue[Queues];
        var clients = new TinyClient[Queues];
        var accounts = new ClientAccount[4];
        for (int i = 0; i < 4; i++)
        {
            accounts[i] = new ClientAccount($"client {i}", i + 1, (uint)i);
        }

        for (uint i = 0; i < Queues; i++)
        {
            (queues[i], clients[i]) = WorkerPoolTests.Open(pool, i, 64, accounts[i % 4]);
            queues[i].OnDescriptor = value =>
            {
                if (value % 29 == 3)
                {
                    int before = Volatile.Read(ref looks);
                    Wait.Until(() => Volatile.Read(ref looks) >= before + 3, "looks of the pool");   // two that see this step
                }
            };
        }

        bool over = false;
        var looker = new Thread(() =>
        {
            while (!Volatile.Read(ref over))
            {
                pool.LookForStuckSteps(Stopwatch.GetTimestamp(), bound: 0);
                Interlocked.Increment(ref looks);
                Thread.Yield();
            }
        });
        looker.Start();
        try
        {
            for (ulong round = 0; round < Rounds; round++)
            {
                foreach (TinyClient client in clients)
                {
                    client.Send(round);
                    client.Send(round + 1000);
                }

                foreach (TinyClient client in clients)
                {
                    Assert.Equal(round, client.Receive());
                    Assert.Equal(round + 1000, client.Receive());
                }
            }
        }
        finally
        {
            Volatile.Write(ref over, true);
            looker.Join();
        }

        Assert.True(pool.Replacements > 0);
        Wait.Until(() => pool.StuckSteps == 0 && pool.IsAsleep, "end of all that was replaced, and sleep");
        Assert.All(queues, q => Assert.Equal(0, q.Violations));
        Assert.Equal((long)(Queues * Rounds * 2), pool.Counters.Descriptors);
        Assert.Equal((long)(Queues * Rounds * 2), accounts.Sum(a => a.Requests));
    }

    private static void Look(WorkerPool pool)
    {
        long now = Stopwatch.GetTimestamp();
        pool.LookForStuckSteps(now, bound: 1000);
        pool.LookForStuckSteps(now + 1000, bound: 1000);
    }

    private static WorkerPool Pool(int workers, WorkerOptions? options = null, int queuesPerStep = 32) => new(
        new TinyDevice(workers, queuesPerStep), "tiny-0", options: options ?? new WorkerOptions { StuckAfter = Timeout.InfiniteTimeSpan });

    private (TinyQueue Queue, TinyClient Client) Open(WorkerPool pool, uint number, ClientAccount? account)
    {
        (TinyQueue queue, TinyClient client) = WorkerPoolTests.Open(pool, number, 64, account);
        queue.OnDescriptor = value =>
        {
            if (value == Sticks)
            {
                Interlocked.Increment(ref _stuck);
                Assert.True(_release.Wait(TinyClient.Deadline));
            }
        };
        return (queue, client);
    }

    private void Stick(WorkerPool pool, TinyClient client, int alreadyStuck)
    {
        Assert.Equal(alreadyStuck, pool.StuckSteps);
        client.Send(Sticks);
        Wait.Until(() => Volatile.Read(ref _stuck) == alreadyStuck + 1, "a step that sticks");
    }
}
