namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>How many clients count as active: those of this period, or of the one before.</summary>
public sealed class ActiveClientsTests
{
    private static readonly long s_period = ActiveClients.Period;

    private readonly ActiveClients _active = new();

    [Fact]
    public void Nobody_is_active_before_the_first_step() => Assert.Equal(0, _active.Count(s_period));

    [Fact]
    public void A_client_counts_once_however_often_it_is_served()
    {
        ClientShare one = Share(1);
        ClientShare other = Share(2);
        for (int i = 0; i < 100; i++)
        {
            _active.OnServed(one, (5 * s_period) + i);
        }

        _active.OnServed(other, 5 * s_period);

        Assert.Equal(2, _active.Count((6 * s_period) - 1));
    }

    [Fact]
    public void Who_is_served_no_longer_counts_until_the_end_of_the_next_period()
    {
        ClientShare[] all = [Share(1), Share(2), Share(3)];
        Assert.All(all, share => _active.OnServed(share, 5 * s_period));
        _active.OnServed(all[0], 6 * s_period);
        Assert.Equal(3, _active.Count((7 * s_period) - 1));
        _active.OnServed(all[0], 7 * s_period);

        Assert.Equal(1, _active.Count(7 * s_period));
        Assert.Equal(0, _active.Count(9 * s_period));
    }

    private static ClientShare Share(int id) => new(new ClientAccount($"client {id}", id, 0), workers: 1, clock: 0);
}
