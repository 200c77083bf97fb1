using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>Full, empty, wrap and phase, with the device stepped by the test.</summary>
public sealed class QmRingTests : IDisposable
{
    private const int Depth = 8;
    private readonly NullDevice _device = new(new NullDeviceOptions { Depth = Depth, Instances = 4 });
    private readonly LoopbackQueueFile _file;
    private readonly QmQueuePair<NullDescriptor> _pair;

    public QmRingTests()
    {
        _file = new LoopbackQueueFile(_device);
        _pair = NullDriver.OpenQueue(_file.Info, _file);
    }

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void A_ring_takes_depth_minus_one_and_refuses_more_until_completions_are_received()
    {
        Assert.Equal(Depth - 1, _pair.Capacity);
        Assert.Equal(SubmitResult.RingFull, _pair.TrySend(Batch(0, Depth)));
        Assert.Empty(_file.Rings);
        Assert.Equal(SubmitResult.Queued, _pair.TrySend(Batch(0, Depth - 1)));
        Assert.Equal(SubmitResult.RingFull, _pair.TrySend(Request(99)));
        Assert.Equal(Depth - 1, _pair.InFlight);

        Assert.Equal(Depth - 1, _file.Step());
        Assert.Equal(SubmitResult.RingFull, _pair.TrySend(Request(99)));   // completed is not enough: a slot is free when received

        Assert.Equal(ReceiveResult.Received, _pair.TryReceive(new NullDescriptor[2], out int count));
        Assert.Equal((2, Depth - 3), (count, _pair.InFlight));
        Assert.Equal(SubmitResult.RingFull, _pair.TrySend(Batch(0, 3)));
        Assert.Equal(SubmitResult.Queued, _pair.TrySend(Batch(0, 2)));
        Assert.Equal(SubmitResult.RingFull, _pair.TrySend(Request(99)));
    }

    [Fact]
    public void Descriptors_come_back_in_order_over_many_laps_with_batches_that_split_at_the_wrap()
    {
        var random = new Random(1);
        var received = new NullDescriptor[Depth];
        var slots = new int[Depth];
        ulong sent = 0;
        ulong got = 0;
        while (got < 1000)
        {
            int size = random.Next(1, Depth);
            if (_pair.TrySend(Batch(sent, size)) == SubmitResult.Queued)
            {
                sent += (ulong)size;
            }

            _file.Step(random.Next(1, Depth));
            int room = random.Next(1, Depth);
            _pair.TryReceive(received.AsSpan(0, room), slots, [], out int count);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(got, received[i].Tag);
                Assert.Equal((int)(got % Depth), slots[i]);
                Assert.Equal((got * 3, got * 5), (received[i].Echo0, received[i].Echo1));
                Assert.Equal(NullStatus.Done, received[i].Status);
                Assert.Equal(got ^ 0xABCD, received[i].Reserved);   // what the device does not know comes back
                got++;
            }
        }

        Assert.Equal((int)(sent - got), _pair.InFlight);
    }

    [Fact]
    public void The_phase_alternates_from_lap_to_lap()
    {
        for (int i = 0; i < 3 * Depth; i++)
        {
            _pair.TrySend(Request((ulong)i));
            _file.Step();
            QmCqe cqe = _file.Dus.At<QmCqe>((NullDescriptor.SizeInBytes * Depth) + (i % Depth * QmCqe.SizeInBytes));
            Assert.Equal((i % Depth, (int)_file.Queue.Number, (i / Depth) % 2 == 0 ? 1 : 0), (cqe.SqHead, cqe.SqNumber, cqe.W7));
            Assert.Equal(ReceiveResult.Received, _pair.TryReceive(new NullDescriptor[1], out _));
            Assert.Equal(ReceiveResult.Empty, _pair.TryReceive(new NullDescriptor[1], out _));
        }
    }

    [Fact]
    public void Doorbells_carry_new_tail_and_new_head_once_a_batch()
    {
        _pair.TrySend(Batch(0, 3));
        _file.Step();
        _pair.TryReceive(new NullDescriptor[8], out int count);
        _pair.Arm();
        ulong queue = _file.Queue.Number;
        Assert.Equal(3, count);
        Assert.Equal([0x0000000300000000UL | queue, 0x0000000300001000UL | queue, 0x0001000300001000UL | queue], _file.Rings);
        Assert.Equal(0, _file.Discarded);
    }

    [Fact]
    public void Fewer_than_asked_for_come_and_none_is_not_an_error()
    {
        var room = new NullDescriptor[4];
        Assert.Equal(ReceiveResult.Empty, _pair.TryReceive(room, out int count));
        Assert.Equal(0, count);
        _pair.TrySend(Batch(0, 2));
        _file.Step();
        Assert.Equal(ReceiveResult.Received, _pair.TryReceive([], out count));
        Assert.Equal(0, count);
        Assert.Equal(ReceiveResult.Received, _pair.TryReceive(room, out count));
        Assert.Equal(2, count);
        Assert.Equal(SubmitResult.Queued, _pair.TrySend(ReadOnlySpan<NullDescriptor>.Empty));
        Assert.Equal(0, _pair.InFlight);
    }

    [Fact]
    public void A_client_that_does_not_receive_is_never_overrun()
    {
        for (int i = 0; i < 5; i++)
        {
            // A client without a limit of its own: the tail goes round and round, the head stays.
            for (uint tail = 1; tail <= Depth; tail++)
            {
                _file.Ring(0x1000, QmDoorbell.V2.Encode(_file.Queue.Number, DoorbellLayout.SqTail, tail % Depth, 0));
                _file.Step();
            }
        }

        Assert.Equal((ulong)Depth - 1, _file.Queue.CompletionsPosted);
        _file.Ring(0x1000, QmDoorbell.V2.Encode(_file.Queue.Number, DoorbellLayout.CqHead, 3, 0));
        _file.Ring(0x1000, QmDoorbell.V2.Encode(_file.Queue.Number, DoorbellLayout.SqTail, 5, 0));
        _file.Step();
        Assert.Equal((ulong)Depth + 2, _file.Queue.CompletionsPosted);
    }

    [Fact]
    public void A_doorbell_for_nothing_a_foreign_queue_or_with_reserved_bits_moves_nothing()
    {
        uint own = _file.Queue.Number;
        ulong[] bad =
        [
            QmDoorbell.V2.Encode(own, DoorbellLayout.SqTail, Depth, 0),
            QmDoorbell.V2.Encode(own, DoorbellLayout.SqTail, 0xFFFF, 0),
            QmDoorbell.V2.Encode(own + 1, DoorbellLayout.SqTail, 1, 0),
            QmDoorbell.V2.Encode(own, 2, 1, 0),
            QmDoorbell.V2.Encode(own, DoorbellLayout.SqTail, 1, 0) | 0x400,
        ];
        foreach (ulong value in bad)
        {
            _file.Ring(0x1000, value);
        }

        _file.Ring(0x340, QmDoorbell.V2.Encode(own, DoorbellLayout.SqTail, 1, 0));
        Assert.Equal(bad.Length + 1, _file.Discarded);
        Assert.False(_file.Queue.HasWork);
        Assert.Equal(0, _file.Step());

        _file.Put();
        _file.Ring(0x1000, QmDoorbell.V2.Encode(own, DoorbellLayout.SqTail, 1, 0));
        Assert.Equal(bad.Length + 2, _file.Discarded);
    }

    [Fact]
    public void The_same_tail_again_is_no_new_work()
    {
        _pair.TrySend(Request(1));
        _file.Step();
        _file.Ring(0x1000, QmDoorbell.V2.Encode(_file.Queue.Number, DoorbellLayout.SqTail, 1, 0));
        Assert.False(_file.Queue.HasWork);
        Assert.Equal(0, _file.Step());
    }

    internal static NullDescriptor Request(ulong tag) =>
        new() { Tag = tag, Opcode = NullDescriptor.Echo, Payload0 = tag * 3, Payload1 = tag * 5, Reserved = tag ^ 0xABCD };

    internal static NullDescriptor[] Batch(ulong first, int count)
    {
        var batch = new NullDescriptor[count];
        for (int i = 0; i < count; i++)
        {
            batch[i] = Request(first + (ulong)i);
        }

        return batch;
    }
}
