using System.Text;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon.Tests;

public sealed class ClientTableTests
{
    [Fact]
    public void Connections_of_one_process_share_an_account_and_others_do_not()
    {
        var table = new ClientTable();
        KnownClient first = table.Join(10, 5, 1000);
        Assert.Same(first, table.Join(10, 5, 1000));
        Assert.NotSame(first, table.Join(10, 6, 1000));   // the number was given to another process
        Assert.NotSame(first, table.Join(11, 5, 1000));
        Assert.NotSame(first, table.Join(10, 5, 0));      // it changed its user
        Assert.Equal(4, table.Snapshot(out _, out _).Count);
        table.Leave(first, null);
        Assert.Equal(4, table.Snapshot(out _, out _).Count);
        table.Leave(first, null);
        Assert.Equal(3, table.Snapshot(out _, out _).Count);
        Assert.NotEqual(first.Account.Id, table.Join(10, 5, 1000).Account.Id);
    }

    [Fact]
    public void What_a_user_did_stays_when_its_clients_end()
    {
        using var registry = new DeviceRegistry();
        var table = new ClientTable();
        var collector = new StatisticsCollector(registry, table, Guid.NewGuid(), () => false);
        KnownClient one = table.Join(10, 1, 7);
        KnownClient two = table.Join(11, 1, 7);
        one.Account.CountDiscarded(3);
        two.Account.CountDiscarded(4);
        Assert.Equal(7, Assert.Single(collector.CollectAll().Users).Work.Discarded);
        table.Leave(one, null);
        Assert.Equal(7, Assert.Single(collector.CollectAll().Users).Work.Discarded);
        table.Leave(two, null);
        var user = Assert.Single(collector.CollectAll().Users);
        Assert.Equal((7u, 0, 7L), (user.Uid, user.Clients, user.Work.Discarded));
    }

    [Fact]
    public void Users_beyond_the_rows_share_one_and_counters_never_fall()
    {
        using var registry = new DeviceRegistry();
        var table = new ClientTable();
        var collector = new StatisticsCollector(registry, table, Guid.NewGuid(), () => true);
        var clients = new List<KnownClient>();
        for (uint uid = 0; uid < ClientTable.MostUsers + 10; uid++)
        {
            clients.Add(table.Join(100 + (int)uid, 1, uid));
            clients[^1].Account.CountDiscarded(1);
        }

        var statistics = collector.CollectAll();
        Assert.True(statistics.Daemon.Ending);
        Assert.Equal(ClientTable.MostUsers + 1, statistics.Users.Count);
        Assert.Equal((null, 10, 10L), (statistics.Users[^1].Uid, statistics.Users[^1].Clients, statistics.Users[^1].Work.Discarded));
        clients.ForEach(client => table.Leave(client, null));
        statistics = collector.CollectAll();
        Assert.All(statistics.Users, user => Assert.Equal(0, user.Clients));
        Assert.Equal(ClientTable.MostUsers, statistics.Users.SkipLast(1).Sum(user => user.Work.Discarded));
        Assert.Equal(10, statistics.Users[^1].Work.Discarded);
        table.Join(1, 1, 5000);   // a row is not taken from anybody
        Assert.Equal(ClientTable.MostUsers + 1, collector.CollectAll().Users.Count);
    }

    [Theory]
    [InlineData("dotnet\n", "dotnet")]
    [InlineData("", "?")]
    [InlineData("\n", "?")]
    [InlineData("a\u001b[31mb", "a?[31mb")]
    [InlineData("a\nb", "a?b")]
    [InlineData("a\u202eb", "a?b")]
    [InlineData("0123456789abcdefgh", "0123456789abcde")]
    public void Names_of_processes_cannot_pretend(string comm, string shown) => Assert.Equal(shown, ProcessName.Clean(Encoding.UTF8.GetBytes(comm)));

    [Fact]
    public void A_process_that_is_gone_has_no_name() => Assert.Equal("?", ProcessName.Read(int.MaxValue));
}
