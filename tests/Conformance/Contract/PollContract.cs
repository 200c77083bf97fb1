namespace WarpDrive.Conformance.Contract;

/// <summary>poll, wait, doorbells (uacce.md §3.4, hisi-qm-zip.md A4, A9).</summary>
public abstract class PollContract : ProviderContract
{
    [Fact]
    public void Poll_reports_completions_once()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        Assert.False(file.Poll());
        client.Send();
        client.Send();
        Eventually(file.Poll, "no report of a completion");
        client.ReceiveAll();
        while (file.Poll())
        {
            // the second completion may have come after the first report
        }

        Assert.False(file.Poll());
    }

    [Fact]
    public void Poll_is_edge_like_even_when_nothing_was_consumed()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        client.Send();
        Assert.True(file.Wait(Long));
        Assert.False(file.Poll());
        Assert.False(file.Wait(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(1, client.Receive());
    }

    [Fact]
    public void Wait_ends_with_a_completion_that_comes_later()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        Fixture.Hold();
        client.Send();
        Assert.False(file.Wait(TimeSpan.FromMilliseconds(5)));
        using var timer = new Timer(_ => Fixture.LetGo(), null, TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
        Assert.True(file.Wait(Long));
        Assert.Equal(1, client.Receive());
    }

    [Fact]
    public void Wait_without_work_ends_by_its_deadline()
    {
        (QueueFile file, _) = OpenStarted();
        Assert.False(file.Wait(TimeSpan.Zero));
        Assert.False(file.Wait(TimeSpan.FromMilliseconds(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Wait(TimeSpan.FromMilliseconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Wait(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void Poll_works_on_a_queue_that_was_never_started()
    {
        QueueFile file = Open();
        Assert.False(file.Poll());
        Assert.False(file.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void A_removed_device_reports_nothing()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        client.Send();
        Fixture.RemoveDevice();
        Assert.False(file.Poll());
        Assert.False(file.Wait(TimeSpan.FromMilliseconds(1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_learns_that_the_device_is_gone(bool reset)
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        TimeSpan patience = Excepts(NamedException.SleepersNotWoken) ? TimeSpan.FromMilliseconds(100) : Long;
        Task<bool> waiter = Task.Factory.StartNew(() => file.Wait(patience), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (reset)
        {
            Fixture.ResetDevice(succeeded: true);
        }
        else
        {
            Fixture.RemoveDevice();
        }

        Assert.False(await waiter.WaitAsync(Long * 0.9));   // else the waiter was left alone
        Assert.True(client.ReceiveDead);
    }

    [Fact]
    public void Malformed_foreign_and_late_doorbells_are_discarded()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        client.Ring(DoorbellLayout.SqTail, (uint)client.Depth);                 // not below the depth
        client.Ring(DoorbellLayout.SqTail, 65535);
        client.Ring(DoorbellLayout.CqHead, 65535);
        client.Ring(DoorbellLayout.SqTail, 1, queue: client.Number + 1);        // somebody else's
        client.Ring(2, 1);                                                      // never from user space
        client.Ring(7, 1);
        ulong good = client.Doorbell.Encode(client.Number, DoorbellLayout.SqTail, 1, 0);
        file.Ring(client.Doorbell.Offset, good | client.Doorbell.ReservedMask);
        file.Ring(client.Doorbell.Offset + 8, good);
        file.Ring(-8, good);
        file.Ring(int.MaxValue, ulong.MaxValue);
        Assert.False(file.Poll());
        Assert.Equal(0, client.Receive());
        client.Send();
        client.ReceiveAll();
        file.Put();
        client.Ring(DoorbellLayout.SqTail, 5);                                  // stopped
        Assert.Equal(0, client.Receive());
        client.Forget();
        file.Start();
        Assert.Equal(0, client.Receive());
    }

    [Fact]
    public void A_ring_with_the_old_tail_is_no_new_work()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        client.Send();
        client.ReceiveAll();
        while (file.Poll())
        {
        }

        client.Ring(DoorbellLayout.SqTail, 1);
        Assert.False(file.Poll());
        Assert.Equal(0, client.Receive());
    }

    [Fact]
    public void Everything_sent_is_completed_over_many_laps()
    {
        (_, ContractClient client) = OpenStarted();
        var random = new Random(42);
        for (int sent = 0; sent < client.Depth * 5;)
        {
            for (int burst = random.Next(1, client.Depth - client.InFlight); burst > 0; burst--, sent++)
            {
                client.Send();
            }

            client.ReceiveAll();
        }
    }

    [Fact]
    public void Waiting_on_many_finds_the_one_that_has_something()
    {
        (QueueFile File, ContractClient Client)[] all = [.. Enumerable.Range(0, 3).Select(_ => OpenStarted())];
        QueueFile[] files = [.. all.Select(a => a.File)];
        bool[] readable = new bool[3];
        Assert.All(all, a => a.Client.Receive(arm: true));
        all[1].Client.Send();
        if (Fixture.Driving == QueueDriving.Inline)
        {
            Assert.All(files, f => Assert.Equal(-1, f.EventDescriptor));
            Assert.Equal(0, QueueWait.Any(files, readable, TimeSpan.FromMilliseconds(1)));   // nobody but the caller works on them
            all[1].Client.ReceiveAll();
            return;
        }

        Assert.Equal(1, QueueWait.Any(files, readable, Long));
        Assert.Equal([false, true, false], readable);
        Eventually(() => QueueWait.Any(files, readable, TimeSpan.Zero) == 0 || !files[1].Poll(), "the event stays");
        all[1].Client.ReceiveAll();
        Eventually(() => QueueWait.Any(files, readable, TimeSpan.Zero) == 0 | files[1].Poll(), "the event stays after everything was received");
    }
}
