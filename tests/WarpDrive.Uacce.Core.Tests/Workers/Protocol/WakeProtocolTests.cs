namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>The protocol code itself, in every order that the memory model permits.</summary>
public sealed class WakeProtocolTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(2, 1, 2)]
    [InlineData(1, 2, 1)]
    public void No_order_loses_a_ring(int workers, int ringers, int rings)
    {
        Explorer explorer = Explore(workers, ringers, rings, Fault.None);
        Assert.Equal(0, explorer.LostWakeUps);
        Assert.True(explorer.GoodEnds > 0);
        Assert.True(explorer.States > 100);
    }

    [Theory]
    [InlineData(Fault.NoSecondLookAtTail, 1)]
    [InlineData(Fault.NoSecondLookAtReadyList, 1)]
    [InlineData(Fault.NoFenceAfterTail, 1)]
    [InlineData(Fault.NoFenceAfterAttention, 1)]
    [InlineData(Fault.NoWake, 1)]
    [InlineData(Fault.NoMarkOfClaims, 2)]
    public void A_broken_variant_is_caught(Fault fault, int workers)
    {
        Explorer explorer = Explore(workers, 1, 2, fault);
        Assert.True(explorer.LostWakeUps > 0, $"{fault} was not noticed in {explorer.States} states");
    }

    private Explorer Explore(int workers, int ringers, int rings, Fault fault)
    {
        var explorer = new Explorer(workers, ringers, rings, fault);
        explorer.Run();
        output.WriteLine($"{fault}: {explorer.States} states, {explorer.GoodEnds} good ends, {explorer.LostWakeUps} lost wake-ups");
        return explorer;
    }
}
