using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>The nice value of workers with short steps follows the number of their clients.</summary>
public sealed class WorkerPriorityTests
{
    private const int Lowest = -5;

    private static readonly int s_own = Libc.NiceOfThisThread();

    private int _seen = int.MaxValue;   // by the worker, in its last step

    [Theory]
    [InlineData(0, 0, -20, 0)]
    [InlineData(0, 1, -20, 0)]
    [InlineData(0, 2, -20, -6)]      // 1.25^6 = 3.8: four shares
    [InlineData(0, 16, -20, -16)]    // 1.25^16 = 35.5: 32 shares
    [InlineData(0, 16, -10, -10)]
    [InlineData(0, 1000, -20, -20)]
    [InlineData(10, 2, -20, 4)]
    [InlineData(-19, 2, -16, -19)]   // what an administrator gave the process stays
    public void A_number_of_clients_gives_twice_their_shares(int own, int clients, int lowest, int expected) =>
        Assert.Equal(expected, Worker.NiceFor(own, clients, lowest));

    [Fact]
    public void A_worker_with_short_steps_rises_with_its_clients_and_comes_back()
    {
        Assert.SkipUnless(OnOwnThread(() => Libc.TrySetNiceOfThisThread(s_own + Lowest)) == Errno.None, $"RLIMIT_NICE keeps threads here from a nice value {-Lowest} lower");
        using WorkerPool pool = Pool(new WorkerOptions { LowestNice = s_own + Lowest });
        TinyClient[] clients = Clients(pool);

        Wait.Until(() => Work(clients) && Volatile.Read(ref _seen) == s_own + Lowest, "rise");
        Wait.Until(() => Work(clients[..1]) && Volatile.Read(ref _seen) == s_own, "return");
    }

    [Fact]
    public void A_worker_that_may_not_rise_keeps_its_value()
    {
        using WorkerPool pool = Pool(new WorkerOptions());
        TinyClient[] clients = Clients(pool);
        for (int round = 0; round < 2000; round++)
        {
            Work(clients);
            Assert.Equal(s_own, Volatile.Read(ref _seen));
        }
    }

    private WorkerPool Pool(WorkerOptions options) =>
        new(new TinyDevice { OnStep = _ => Volatile.Write(ref _seen, Libc.NiceOfThisThread()) }, "tiny-0", options: options);

    private static TinyClient[] Clients(WorkerPool pool) =>
        [.. Enumerable.Range(1, 3).Select(id => WorkerPoolTests.Open(pool, (uint)id, 16, new ClientAccount($"client {id}", id, 0)).Client)];

    private static bool Work(TinyClient[] clients)
    {
        foreach (TinyClient client in clients)
        {
            client.Send(1);
        }

        foreach (TinyClient client in clients)
        {
            client.Receive();
        }

        return true;
    }

    private static T OnOwnThread<T>(Func<T> run)
    {
        T result = default!;
        var thread = new Thread(() => result = run());
        thread.Start();
        Assert.True(thread.Join(TinyClient.Deadline));
        return result;
    }
}
