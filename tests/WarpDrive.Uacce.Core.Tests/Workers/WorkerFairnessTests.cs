namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>Shares of clients by time. The time is the tests' own: a request takes what it says, and nothing else takes any.</summary>
public sealed class WorkerFairnessTests
{
    private static readonly long s_slice = StepLimits.Slice.MaxTicks;

    private long _now;

    [Theory]
    [InlineData(1, 32)]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    [InlineData(2, 1)]
    public void One_queue_gets_its_share_beside_a_thousand_deep_ones(int workers, int queuesPerStep)
    {
        long cost = s_slice / 40;
        var greedy = new ClientAccount("greedy", 1, 1);
        var modest = new ClientAccount("modest", 2, 2);
        using var gate = new ManualResetEventSlim(initialState: true);
        using var end = new ManualResetEventSlim();
        using WorkerPool pool = Pool(workers, queuesPerStep, 1002, gate);
        if (workers == 2)
        {
            Occupy(pool, 1001, end);   // the other one has a colleague, and takes no more queues than it steps together
        }

        gate.Reset();
        int ofGreedy = 0;
        int ofModest = 0;
        int meanwhile = 0;
        Fill(pool, 0, 1000, 8, greedy, _ =>
        {
            Interlocked.Increment(ref ofGreedy);
            return cost;
        });
        Fill(pool, 1000, 1, 8192, modest, _ =>
        {
            if (Interlocked.Increment(ref ofModest) == 2000)
            {
                meanwhile = Volatile.Read(ref ofGreedy);
            }

            return cost;
        });
        gate.Set();
        Wait.Until(() => Volatile.Read(ref ofModest) >= 2000, "work");

        end.Set();
        Assert.InRange(meanwhile, 1800, 2500);   // half of the time each, and the step that the greedy one had before it was not alone
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public void Clients_with_unequal_requests_get_equal_time(int queuesPerStep)
    {
        long[] costs = [s_slice / 200, s_slice / 10, s_slice * 3];
        long[] had = new long[3];
        long[]? seen = null;
        using var gate = new ManualResetEventSlim();
        using WorkerPool pool = Pool(1, queuesPerStep, 64, gate);
        for (int i = 0; i < costs.Length; i++)
        {
            int client = i;
            var account = new ClientAccount($"client {i}", i + 1, (uint)i);
            Fill(pool, (uint)(i * 20), count: i == 1 ? 20 : 3, depth: i == 0 ? 16384 : 1024, account, _ =>
            {
                had[client] += costs[client];
                if (seen is null && had.Sum() >= 3 * 16383 * costs[0])   // the first client has work for three times as long
                {
                    Volatile.Write(ref seen, [.. had]);
                }

                return costs[client];
            });
        }

        gate.Set();
        Wait.Until(() => Volatile.Read(ref seen) is not null, "work");
        Assert.InRange(seen!.Max() - seen!.Min(), 0, (s_slice * 2) + (costs[2] * 2));
    }

    [Fact]
    public void A_client_that_sleeps_saves_nothing_up()
    {
        long cost = s_slice / 32;
        var busy = new ClientAccount("busy", 1, 1);
        var sleeper = new ClientAccount("sleeper", 2, 2);
        using var gate = new ManualResetEventSlim(initialState: true);
        using WorkerPool pool = Pool(1, 1, 8, gate);
        int[] ofBoth = new int[2];
        int meanwhile = -1;
        TinyClient[] clients = Open(pool, 0, 2, 4096, busy, _ =>
        {
            ofBoth[0]++;
            return cost;
        });
        TinyClient late = Open(pool, 2, 1, 4096, sleeper, _ =>
        {
            if (++ofBoth[1] == 1000)
            {
                Volatile.Write(ref meanwhile, ofBoth[0]);
            }

            return cost;
        })[0];
        late.Send(0);                       // known to the workers, then silent
        late.Receive();
        clients[0].Send(0);
        for (ulong i = 1; i < 3000; i++)
        {
            clients[0].Send(i);
            clients[0].Receive();
        }

        Assert.True(busy.ServedTicks > 1000 * cost);
        gate.Reset();
        Volatile.Write(ref ofBoth[0], 0);
        Volatile.Write(ref ofBoth[1], 0);
        foreach (TinyClient client in (TinyClient[])[.. clients, late])
        {
            while (client.InFlight < 4000)
            {
                client.Write(0);
            }

            client.Ring();
        }

        gate.Set();
        Wait.Until(() => Volatile.Read(ref meanwhile) >= 0, "work of both");
        Assert.InRange(meanwhile, 900, 1100);   // had the sleep been saved, it would be next to nothing
    }

    [Fact]
    public void While_others_wait_a_step_is_bounded_by_one_slice_for_all_its_queues()
    {
        long cost = s_slice / 4;
        var heavy = new ClientAccount("heavy", 1, 1);
        var light = new ClientAccount("light", 2, 2);
        using var gate = new ManualResetEventSlim();
        using WorkerPool pool = Pool(1, 32, 64, gate);
        int longest = 0;
        int inStep = 0;
        ClientAccount? last = null;
        void Count(ClientAccount account)
        {
            inStep = ReferenceEquals(last, account) ? inStep + 1 : 1;
            last = account;
            if (account == heavy && light.Requests is > 100 and < 900)   // both have work for sure, and the cost is known
            {
                longest = Math.Max(longest, inStep);
            }
        }

        Fill(pool, 0, 32, 256, heavy, _ => { Count(heavy); return cost; });
        Fill(pool, 32, 1, 4096, light, _ => { Count(light); return cost; });
        gate.Set();
        Wait.Until(() => light.Requests >= 1000, "work");
        Assert.InRange(longest, 1, 8);   // 4 requests are a slice; two steps may follow each other
    }

    [Fact]
    public void Steps_and_requests_are_counted_for_the_client_that_had_them()
    {
        var one = new ClientAccount("one", 1, 1);
        var other = new ClientAccount("other", 2, 2);
        using WorkerPool pool = Pool(1, 32, 8);
        TinyClient first = Open(pool, 0, 1, 64, one, _ => 1000)[0];
        TinyClient second = Open(pool, 1, 1, 64, other, _ => 3000)[0];
        for (ulong i = 0; i < 50; i++)
        {
            first.Send(i);
            second.Send(i);
            Assert.Equal(i, first.Receive());
            Assert.Equal(i, second.Receive());
        }

        Wait.Until(() => pool.IsAsleep, "sleep");
        Assert.Equal(50, one.Requests);
        Assert.Equal(50, other.Requests);
        Assert.Equal(50, other.StepTimes.Count);
        Assert.True(other.ServedTicks > one.ServedTicks);
    }

    [Fact]
    public void A_step_that_is_not_measured_counts_by_what_it_did()
    {
        const int Cost = 10;
        const int Many = 320;
        var account = new ClientAccount("one", 1, 1);
        using WorkerPool pool = Pool(1, 32, 8);
        TinyClient client = Open(pool, 0, 1, 2 * Many, account, _ => Cost)[0];
        client.Send(0);
        Assert.Equal(0UL, client.Receive());   // measured: the client is new
        for (ulong i = 1; i <= Many; i++)
        {
            client.Send(i);
        }

        for (ulong i = 1; i <= Many; i++)
        {
            Assert.Equal(i, client.Receive());
        }

        Wait.Until(() => pool.IsAsleep, "sleep");
        Assert.Equal(1 + Many, account.Requests);
        Assert.InRange(account.ServedTicks, (1 + Many) * Cost / 2, (1 + Many) * Cost * 2);
    }

    private WorkerPool Pool(int workers, int queuesPerStep, int instances, ManualResetEventSlim? gate = null)
    {
        var device = new TinyDevice(workers, queuesPerStep, instances)
        {
            OnStep = _ =>
            {
                if (gate is { IsSet: false })
                {
                    Assert.True(gate.Wait(TinyClient.Deadline));
                }
            },
        };
        return new WorkerPool(device, "tiny-0", options: new WorkerOptions { Clock = () => Volatile.Read(ref _now) });
    }

    private void Occupy(WorkerPool pool, uint number, ManualResetEventSlim end)
    {
        using var entered = new ManualResetEventSlim();
        TinyClient holder = Open(pool, number, 1, 4, new ClientAccount("holder", 9, 9) { MayStall = false }, _ =>
        {
            entered.Set();
            Assert.True(end.Wait(TinyClient.Deadline));
            return 0;
        })[0];
        holder.Send(0);
        Assert.True(entered.Wait(TinyClient.Deadline));
    }

    private TinyClient[] Open(WorkerPool pool, uint first, int count, int depth, ClientAccount account, Func<ulong, long> cost)
    {
        var clients = new TinyClient[count];
        for (int i = 0; i < count; i++)
        {
            (TinyQueue queue, clients[i]) = WorkerPoolTests.Open(pool, first + (uint)i, depth + 1, account);
            queue.OnDescriptor = value => Interlocked.Add(ref _now, cost(value));
        }

        return clients;
    }

    private TinyClient[] Fill(WorkerPool pool, uint first, int count, int depth, ClientAccount account, Func<ulong, long> cost)
    {
        TinyClient[] clients = Open(pool, first, count, depth, account, cost);
        foreach (TinyClient client in clients)
        {
            while (client.InFlight < (ulong)depth - 1)
            {
                client.Write(0);
            }

            client.Ring();
        }

        return clients;
    }
}
