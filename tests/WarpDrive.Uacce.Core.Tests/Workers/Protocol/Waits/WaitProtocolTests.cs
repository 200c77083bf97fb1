namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>The protocol code of waits itself, in every order that the memory model permits.</summary>
public sealed class WaitProtocolTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Sleeper.Waiter)]
    [InlineData(Sleeper.Receiver)]
    [InlineData(Sleeper.ReceiverOfDevice)]
    public void No_order_loses_a_completion(Sleeper sleeper)
    {
        WaitExplorer explorer = Explore(sleeper, WaitFault.None);
        Assert.Equal(0, explorer.LostWakeUps);
        Assert.True(explorer.GoodEnds > 0);
        Assert.True(explorer.States > 100);
    }

    [Theory]
    [InlineData(WaitFault.NoFenceAfterArm, Sleeper.Waiter)]
    [InlineData(WaitFault.NoFenceAfterArm, Sleeper.Receiver)]
    [InlineData(WaitFault.NoFenceAfterArm, Sleeper.ReceiverOfDevice)]
    [InlineData(WaitFault.NoSecondLook, Sleeper.Waiter)]
    [InlineData(WaitFault.NoLookForReceiver, Sleeper.Receiver)]
    [InlineData(WaitFault.NoLookForReceiver, Sleeper.ReceiverOfDevice)]
    [InlineData(WaitFault.NoFenceAfterPosted, Sleeper.Waiter)]
    [InlineData(WaitFault.NoFenceAfterPosted, Sleeper.Receiver)]
    [InlineData(WaitFault.NoSignal, Sleeper.Waiter)]
    [InlineData(WaitFault.NoSignal, Sleeper.Receiver)]
    [InlineData(WaitFault.EventTakenBackBehindLook, Sleeper.Waiter)]
    [InlineData(WaitFault.NotArmedAgain, Sleeper.Receiver)]
    [InlineData(WaitFault.NotArmedAgain, Sleeper.ReceiverOfDevice)]
    public void A_broken_variant_is_caught(WaitFault fault, Sleeper sleeper)
    {
        WaitExplorer explorer = Explore(sleeper, fault);
        Assert.True(explorer.LostWakeUps > 0, $"{fault} was not noticed in {explorer.States} states");
    }

    private WaitExplorer Explore(Sleeper sleeper, WaitFault fault)
    {
        var explorer = new WaitExplorer(sleeper, completions: 3, fault);
        explorer.Run();
        output.WriteLine($"{sleeper}, {fault}: {explorer.States} states, {explorer.GoodEnds} good ends, {explorer.LostWakeUps} lost wake-ups");
        return explorer;
    }
}
