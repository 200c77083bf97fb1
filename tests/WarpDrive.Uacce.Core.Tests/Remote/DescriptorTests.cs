namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>Counts all descriptors of the process, and so runs alone.</summary>
[CollectionDefinition(nameof(DescriptorTests), DisableParallelization = true)]
[Collection(nameof(DescriptorTests))]
public sealed class DescriptorTests
{
    [Fact]
    public void Opening_and_going_does_not_cost_descriptors_or_memory()
    {
        using var setup = new RemoteSetup(name: "come");
        Cycle(setup);
        setup.CloseMappings();
        int before = OpenFiles.Count();
        for (int i = 0; i < 50; i++)
        {
            Cycle(setup);
        }

        setup.CloseMappings();
        Assert.Equal((0, 0), OpenFiles.Of(setup.Device.Name));
        Assert.InRange(OpenFiles.Count(), 0, before);
    }

    private static void Cycle(RemoteSetup setup)
    {
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        RemoteEchoClient queue = setup.Open(client, channel);
        queue.Queue.Map(RegionType.Dus, queue.Queue.DusLength, 0);
        queue.Send(1);
        Assert.Equal(~1ul, queue.Receive());
    }
}
