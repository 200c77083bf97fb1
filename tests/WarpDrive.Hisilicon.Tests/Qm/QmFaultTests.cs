using System.Diagnostics;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>Status words, waiting, and what a client can do to a device through its memory.</summary>
public sealed class QmFaultTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public void Finished_work_can_still_be_received_while_only_the_submit_side_is_dead()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open();
        using (pair)
        {
            pair.TrySend(QmRingTests.Request(1));
            file.Step();
            file.Dus.At<uint>(file.Dus.Length - 4) = 1;   // TX
            int rings = file.Rings.Count;
            Assert.Equal(SubmitResult.DeviceLost, pair.TrySend(QmRingTests.Request(2)));
            Assert.Equal(rings, file.Rings.Count);
            Assert.Equal(ReceiveResult.Received, pair.TryReceive(new NullDescriptor[2], out int count));
            Assert.Equal(1, count);

            file.Dus.At<uint>(file.Dus.Length - 8) = 1;   // RX
            Assert.Equal(ReceiveResult.DeviceLost, pair.TryReceive(new NullDescriptor[2], out count));
            Assert.Equal(0, count);
            Assert.True(pair.IsDead);
        }
    }

    [Fact]
    public void Status_words_are_compared_with_exactly_one()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open();
        using (pair)
        {
            file.Dus.At<uint>(file.Dus.Length - 4) = 2;
            file.Dus.At<uint>(file.Dus.Length - 8) = 0xFFFFFFFF;
            Assert.Equal(SubmitResult.Queued, pair.TrySend(QmRingTests.Request(2)));
            Assert.Equal(ReceiveResult.Empty, pair.TryReceive(new NullDescriptor[2], out _));
        }
    }

    [Fact]
    public void A_full_ring_of_a_dead_queue_is_lost_and_not_full()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open();
        using (pair)
        {
            pair.TrySend(QmRingTests.Batch(0, 7));
            file.Dus.At<uint>(file.Dus.Length - 4) = 1;
            Assert.Equal(SubmitResult.DeviceLost, pair.TrySend(QmRingTests.Request(2)));
        }
    }

    [Fact]
    public void A_completion_that_names_no_slot_is_reported_behind_the_good_ones()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open(new NullDeviceOptions { Depth = 8, WrongCompletionEvery = 3 });
        using (pair)
        {
            pair.TrySend(QmRingTests.Batch(0, 4));
            file.Step();
            Assert.Equal(ReceiveResult.BadCompletion, pair.TryReceive(new NullDescriptor[4], out int count));
            Assert.Equal(2, count);
            Assert.Equal(ReceiveResult.BadCompletion, pair.TryReceive(new NullDescriptor[4], out count));
            Assert.Equal(0, count);
        }
    }

    [Fact]
    public void A_completion_with_the_old_phase_is_not_seen()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) =
            Open(new NullDeviceOptions { Depth = 8, WrongCompletionEvery = 2, WrongCompletion = NullWrongCompletion.BadPhase });
        using (pair)
        {
            pair.TrySend(QmRingTests.Batch(0, 3));
            file.Step();
            Assert.Equal(ReceiveResult.Received, pair.TryReceive(new NullDescriptor[4], out int count));
            Assert.Equal(1, count);
            Assert.Equal(ReceiveResult.Empty, pair.TryReceive(new NullDescriptor[4], out _));
            Assert.False(pair.Wait(TimeSpan.FromMilliseconds(1)));
        }
    }

    [Fact]
    public void Every_nth_request_fails_and_the_others_do_not()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open(new NullDeviceOptions { Depth = 64, FailEvery = 4 });
        using (pair)
        {
            pair.TrySend(QmRingTests.Batch(0, 40));
            file.Step(40);
            var received = new NullDescriptor[40];
            pair.TryReceive(received, out int count);
            Assert.Equal(40, count);
            for (int i = 0; i < 40; i++)
            {
                Assert.Equal(i % 4 == 3 ? NullStatus.Failed : NullStatus.Done, received[i].Status);
            }
        }
    }

    [Fact]
    public void An_unknown_operation_is_a_status_and_not_the_end()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open();
        using (pair)
        {
            pair.TrySend(new NullDescriptor { Tag = 1, Opcode = 77 });
            pair.TrySend(QmRingTests.Request(2));
            file.Step();
            var received = new NullDescriptor[2];
            Assert.Equal(ReceiveResult.Received, pair.TryReceive(received, out int count));
            Assert.Equal((2, NullStatus.BadOpcode, NullStatus.Done), (count, received[0].Status, received[1].Status));
        }
    }

    [Fact]
    public void A_device_that_dies_completes_what_came_before_and_takes_all_its_queues_along()
    {
        var device = new NullDevice(new NullDeviceOptions { Depth = 16, Instances = 4, DieAfter = 5 });
        var file = new LoopbackQueueFile(device);
        var other = new LoopbackQueueFile(device);
        using QmQueuePair<NullDescriptor> pair = NullDriver.OpenQueue(file.Info, file);
        using QmQueuePair<NullDescriptor> neighbour = NullDriver.OpenQueue(other.Info, other);
        neighbour.TrySend(QmRingTests.Request(9));
        pair.TrySend(QmRingTests.Batch(0, 8));
        Assert.Equal(5, file.Step());
        Assert.Equal(5UL, file.Queue.CompletionsPosted);
        Assert.Equal(SubmitResult.DeviceLost, pair.TrySend(QmRingTests.Request(1)));
        Assert.Equal(ReceiveResult.DeviceLost, pair.TryReceive(new NullDescriptor[8], out _));

        // The neighbour has TX = 1 at once, and RX = 1 only when a step is sure that nothing of it executes.
        Assert.Equal(SubmitResult.DeviceLost, neighbour.TrySend(QmRingTests.Request(1)));
        Assert.False(neighbour.IsDead);
        Assert.True(other.Queue.HasWork);
        Assert.Equal(0, other.Step());
        Assert.True(neighbour.IsDead);
        Assert.False(other.Queue.HasWork);
        Assert.Equal(0, device.AvailableInstances);
        Assert.Equal(Errno.EPERM, Assert.Throws<LinuxException>(() => new LoopbackQueueFile(device)).Errno);

        device.Resume();
        using var fresh = new LoopbackQueueFile(device);
        Assert.Equal(0u, fresh.Dus.At<uint>(fresh.Dus.Length - 4));
    }

    [Fact]
    public void A_model_that_throws_ends_the_queue_and_not_the_process()
    {
        var device = new ThrowingDevice();
        var file = new LoopbackQueueFile(device);
        using QmQueuePair<NullDescriptor> pair = QmQueuePair.Open<NullDescriptor>(file.Info, file);
        pair.TrySend(QmRingTests.Request(1));
        Assert.Equal(0, file.Step());
        Assert.Equal(1, device.ModelFailures);
        Assert.Equal(ReceiveResult.DeviceLost, pair.TryReceive(new NullDescriptor[1], out _));
    }

    [Fact]
    public void Arming_after_the_completion_fires_at_once_and_only_once()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open();
        using (pair)
        {
            pair.TrySend(QmRingTests.Batch(0, 2));
            file.Step(1);
            Assert.Equal(1, file.Signals);   // armed at START
            file.Step(1);
            Assert.Equal(1, file.Signals);   // one-shot
            pair.Arm();
            Assert.Equal(2, file.Signals);   // completions beyond the head
            pair.TryReceive(new NullDescriptor[2], out _);
            pair.Arm();
            Assert.Equal(2, file.Signals);
            pair.TrySend(QmRingTests.Request(1));
            file.Step();
            Assert.Equal(3, file.Signals);
        }
    }

    [Fact]
    public void News_of_completions_is_told_once()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open();
        using (pair)
        {
            Assert.False(file.Poll());
            pair.TrySend(QmRingTests.Batch(0, 3));
            file.Step();
            Assert.True(file.Poll());
            Assert.False(file.Poll());   // although nothing was received
            pair.TrySend(QmRingTests.Request(1));
            file.Step();
            Assert.True(file.Poll());
        }
    }

    [Fact]
    public void An_inline_queue_works_when_it_is_asked_for_completions()
    {
        var file = new LoopbackQueueFile(new NullDevice(), QueueDriving.Inline);
        using QmQueuePair<NullDescriptor> pair = NullDriver.OpenQueue(file.Info, file);
        pair.TrySend(QmRingTests.Batch(0, 2));
        var received = new NullDescriptor[4];
        Assert.Equal(ReceiveResult.Received, pair.TryReceive(received, out int count));
        Assert.Equal((2, 2u), (count, received[0].BatchSize));
        Assert.Equal(ReceiveResult.Empty, pair.TryReceive(received, out _));
        pair.TrySend(QmRingTests.Request(3));
        Assert.True(pair.Wait(s_deadline));
        Assert.True(pair.HasCompletion);
    }

    [Fact]
    public void A_stalled_device_completes_nothing_until_it_is_released()
    {
        var device = new NullDevice(new NullDeviceOptions { IsStalled = true });
        var file = new LoopbackQueueFile(device, QueueDriving.Inline);
        using QmQueuePair<NullDescriptor> pair = NullDriver.OpenQueue(file.Info, file);
        pair.TrySend(QmRingTests.Batch(0, 2));
        Assert.Equal(ReceiveResult.Empty, pair.TryReceive(new NullDescriptor[1], out _));
        Assert.False(pair.Wait(TimeSpan.FromMilliseconds(1)));
        device.ReleaseStall();
        Assert.True(pair.Wait(s_deadline));
    }

    [Fact]
    public void A_device_removed_while_the_caller_waits_ends_the_wait()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open(new NullDeviceOptions { Depth = 8, IsStalled = true });
        using (pair)
        {
            pair.TrySend(QmRingTests.Request(1));
            file.OnWait = file.Remove;
            long start = Stopwatch.GetTimestamp();
            Assert.True(pair.Wait(s_deadline));
            Assert.True(Stopwatch.GetElapsedTime(start) < s_deadline);
            Assert.Equal(ReceiveResult.DeviceLost, pair.TryReceive(new NullDescriptor[1], out _));
        }
    }

    [Fact]
    public void Stopping_with_requests_in_flight_finishes_them_first()
    {
        (LoopbackQueueFile file, QmQueuePair<NullDescriptor> pair) = Open();
        using (pair)
        {
            pair.TrySend(QmRingTests.Batch(0, 7));
            file.Put();
            Assert.Equal(7UL, file.Queue.CompletionsPosted);
            Assert.Equal(ReceiveResult.Received, pair.TryReceive(new NullDescriptor[8], out int count));
            Assert.Equal(7, count);
            Assert.False(file.Queue.HasWork);
        }
    }

    [Fact]
    public void Notes_tell_engine_times_and_company_only_when_asked_for()
    {
        var file = new LoopbackQueueFile(new NullDevice(new NullDeviceOptions { Depth = 8 }));
        using QmQueuePair<NullDescriptor> pair = NullDriver.OpenQueue(file.Info, file, new QmQueuePairOptions { WantNotes = true });
        pair.TrySend(QmRingTests.Batch(0, 3), SlotNote.Leased);
        file.Step();
        var notes = new SlotNote[3];
        var slots = new int[3];
        pair.TryReceive(new NullDescriptor[3], slots, notes, out int count);
        Assert.Equal(3, count);
        Assert.Equal([0, 1, 2], slots);
        Assert.All(notes, n => Assert.Equal((3u, 0u), (n.BatchSize, n.SubmitFlags)));
        Assert.All(notes, n => Assert.NotEqual(0, n.TakenAt));

        (LoopbackQueueFile quietFile, QmQueuePair<NullDescriptor> quiet) = Open();
        using (quiet)
        {
            quiet.TrySend(QmRingTests.Request(1));
            quietFile.Step();
            quiet.TryReceive(new NullDescriptor[1], [], notes, out _);
            Assert.Equal(0u, notes[0].BatchSize);
        }
    }

    [Fact]
    public void A_client_that_scribbles_over_its_memory_hurts_nobody_else()
    {
        var device = new NullDevice(new NullDeviceOptions { Depth = 32, Instances = 4 });
        var bad = new LoopbackQueueFile(device);
        var good = new LoopbackQueueFile(device);
        using QmQueuePair<NullDescriptor> badPair = NullDriver.OpenQueue(bad.Info, bad);
        using QmQueuePair<NullDescriptor> goodPair = NullDriver.OpenQueue(good.Info, good);
        var random = new Random(7);
        var received = new NullDescriptor[1];
        for (ulong round = 0; round < 100_000; round++)
        {
            switch (random.Next(4))
            {
                case 0:
                    bad.Ring(0x1000, (ulong)random.NextInt64());
                    bad.Rings.Clear();
                    break;
                case 1:
                    bad.Ring(0x1000, QmDoorbell.V2.Encode(bad.Queue.Number, (uint)random.Next(3), (uint)random.Next(40), (uint)random.Next(2)));
                    break;
                case 2:
                    random.NextBytes(bad.Dus.Slice(random.Next(bad.Dus.Length - 64), 64));
                    break;
                default:
                    random.NextBytes(bad.Ctl.Slice(random.Next(bad.Ctl.Length - 64), 64));
                    break;
            }

            bad.Step();
            if (round % 16 == 0)
            {
                Assert.Equal(SubmitResult.Queued, goodPair.TrySend(QmRingTests.Request(round)));
                Assert.Equal(1, good.Step());
                Assert.Equal(ReceiveResult.Received, goodPair.TryReceive(received, out _));
                Assert.Equal((round, NullStatus.Done), (received[0].Tag, received[0].Status));
                good.Rings.Clear();
            }
        }

        Assert.Equal(0, device.ModelFailures);
    }

    [Fact]
    public void A_batch_packs_requests_of_several_queues_and_posts_each_in_order()
    {
        var device = new NullDevice(new NullDeviceOptions { Depth = 64, Instances = 8, BatchLimit = 16 });
        LoopbackQueueFile[] files = [.. Enumerable.Range(0, 3).Select(_ => new LoopbackQueueFile(device))];
        QmQueuePair<NullDescriptor>[] pairs = [.. files.Select(f => NullDriver.OpenQueue(f.Info, f))];
        int[] sizes = [5, 40, 9];
        for (int i = 0; i < 3; i++)
        {
            pairs[i].TrySend(QmRingTests.Batch(0, sizes[i]));
        }

        Uacce.Core.DeviceQueue[] queues = [.. files.Select(f => f.Queue)];
        using Uacce.Core.StepScratch scratch = device.CreateScratch();
        int posted = device.Step(queues, scratch, new Uacce.Core.StepLimits(32, Stopwatch.Frequency));
        Assert.Equal(5 + 32 + 9, posted);   // a slice for each queue
        var received = new NullDescriptor[64];
        uint largest = 0;
        for (int i = 0; i < 3; i++)
        {
            pairs[i].TryReceive(received, out int count);
            Assert.Equal(Math.Min(sizes[i], 32), count);
            for (int k = 0; k < count; k++)
            {
                Assert.Equal((ulong)k, received[k].Tag);
                largest = Math.Max(largest, received[k].BatchSize);
            }

            pairs[i].Dispose();
        }

        Assert.Equal(16u, largest);
    }

    private static (LoopbackQueueFile File, QmQueuePair<NullDescriptor> Pair) Open(NullDeviceOptions? options = null)
    {
        var file = new LoopbackQueueFile(new NullDevice(options ?? new NullDeviceOptions { Depth = 8 }));
        return (file, NullDriver.OpenQueue(file.Info, file));
    }
}
