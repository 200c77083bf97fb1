namespace WarpDrive.Conformance.Contract;

/// <summary>Removal and reset with queues open (uacce.md §8.3, §8.5, hisi-qm-zip.md A8).</summary>
public abstract class RemovalContract : ProviderContract
{
    [Fact]
    public void Removal_tells_the_client_by_its_status_words()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        RegionMapping mmio = Keep(file.Map(RegionType.Mmio, MmioLength));
        Assert.False(client.SubmitDead);
        Fixture.RemoveDevice();
        if (Excepts(NamedException.RemovedViewsFault))
        {
            return;
        }

        Assert.True(client.SubmitDead);
        Assert.True(client.ReceiveDead);
        Assert.True(mmio.IsDeviceGone);
        mmio.At<ulong>(0) = 5;                              // reaches nobody
        client.Ring(DoorbellLayout.SqTail, 1);
        Assert.False(file.Poll());
    }

    [Fact]
    public void What_was_rung_before_an_orderly_removal_is_completed()
    {
        (_, ContractClient client) = OpenStarted();
        client.Send();
        client.Send();
        client.Send();
        Fixture.RemoveDevice();
        if (!Excepts(NamedException.RemovedViewsFault))
        {
            Assert.Equal(3, client.Receive());
        }
    }

    [Fact]
    public void A_queue_that_was_never_started_dies_with_its_device()
    {
        QueueFile file = Open();
        RegionMapping dus = MapDus(file);
        ContractClient client = Fixture.Drive(file, dus);
        Fixture.RemoveDevice();
        Assert.True(dus.IsDeviceGone);
        Assert.True(Excepts(NamedException.RemovedViewsFault) || client.SubmitDead);
    }

    [Fact]
    public async Task Removal_while_others_ring_open_and_map_ends()
    {
        using var stop = new CancellationTokenSource();
        Task[] others = [.. Enumerable.Range(0, 3).Select(i => Task.Factory.StartNew(() => Disturb(i, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        for (int round = 0; round < 20; round++)
        {
            Fixture.RemoveDevice();
            Fixture.AddDevice();
        }

        await stop.CancelAsync();
        await Task.WhenAll(others).WaitAsync(Long);   // else a caller hangs after the removal of its device
    }

    [Fact]
    public void A_reset_loses_started_queues_and_leaves_the_device_open_for_others()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        client.Send();
        client.ReceiveAll();
        while (file.Poll())
        {
            // a completion that was received without a poll is still to be reported
        }

        Fixture.ResetDevice(succeeded: true);
        Assert.True(client.SubmitDead);
        Assert.True(client.ReceiveDead);
        client.Ring(DoorbellLayout.SqTail, 2);                        // poisoned: ignored
        Assert.False(file.Poll());
        Assert.Equal(WarpDrive.Linux.Errno.EINVAL, Refusal(file.Start));   // the state is still STARTED
        file.Put();
        (_, ContractClient fresh) = OpenStarted();
        Assert.False(fresh.SubmitDead);
        fresh.Send();
        fresh.ReceiveAll();
        Assert.Equal(Fixture.Instances - 2, Device.ReadInfo().AvailableInstances);   // allocated until closed
        file.Dispose();
    }

    private void Disturb(int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (Fixture.Provider.ListDevices() is not [UacceDevice device, ..])
                {
                    continue;
                }

                using QueueFile file = device.Open(new QueueOpenOptions(Fixture.Driving));
                using RegionMapping dus = file.Map(RegionType.Dus, (int)device.ReadInfo().RegionDusSize);
                ContractClient client = Fixture.Drive(file, dus);
                file.Start();
                for (int i = random.Next(40); i > 0; i--)
                {
                    client.Send();
                    file.Poll();
                }

                file.Wait(TimeSpan.FromMilliseconds(1));
            }
            catch (WarpDrive.Linux.LinuxException)
            {
                // whichever step the removal met
            }
        }
    }
}
