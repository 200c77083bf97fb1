namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>The protocol code of channels itself, in every order that the memory model permits.</summary>
public sealed class ChannelProtocolTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(1, 2, 1)]
    [InlineData(2, 1, 1)]
    public void No_order_loses_a_ring(int workers, int ringers, int rings)
    {
        ChannelExplorer explorer = Explore(workers, ringers, rings, ChannelFault.None);
        Assert.Equal(0, explorer.LostWakeUps);
        Assert.True(explorer.GoodEnds > 0);
        Assert.True(explorer.States > 100);
    }

    [Theory]
    [InlineData(ChannelFault.NoSecondLookAtSummary, 1, 1, 2)]
    [InlineData(ChannelFault.NoFenceAfterAttention, 1, 1, 2)]
    [InlineData(ChannelFault.NoFenceAfterSummary, 1, 1, 2)]
    [InlineData(ChannelFault.SummaryBeforeWord, 1, 1, 2)]
    [InlineData(ChannelFault.WordsBeforeSummary, 1, 2, 1)]
    [InlineData(ChannelFault.NoKick, 1, 1, 2)]
    [InlineData(ChannelFault.NoMarkOfClaims, 2, 1, 2)]
    [InlineData(ChannelFault.SleepsOverChannel, 1, 1, 2)]
    public void A_broken_variant_is_caught(ChannelFault fault, int workers, int ringers, int rings)
    {
        ChannelExplorer explorer = Explore(workers, ringers, rings, fault);
        Assert.True(explorer.LostWakeUps > 0, $"{fault} was not noticed in {explorer.States} states");
    }

    private ChannelExplorer Explore(int workers, int ringers, int rings, ChannelFault fault)
    {
        var explorer = new ChannelExplorer(workers, ringers, rings, fault);
        explorer.Run();
        output.WriteLine($"{fault}: {explorer.States} states, {explorer.GoodEnds} good ends, {explorer.LostWakeUps} lost wake-ups");
        return explorer;
    }
}
