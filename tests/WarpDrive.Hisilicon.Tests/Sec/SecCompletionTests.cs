using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>What a driver makes of the words that a device writes (hisi-sec.md §8).</summary>
public sealed class SecCompletionTests
{
    private static readonly DigestRequest s_request = new()
    {
        Tag = 77,
        Algorithm = DigestAlgorithm.Md5,
        Source = 0x1000,
        SourceLength = 100,
        Digest = 0x2000,
        DigestLength = 16,
    };

    [Theory]
    [InlineData(1, 0x00, RequestStatus.Ok)]
    [InlineData(0x0101, 0x00, RequestStatus.Ok)]           // whatever the flag
    [InlineData(0x0003, 0x00, RequestStatus.Ok)]           // icv 1
    [InlineData(0x0005, 0x00, RequestStatus.TagMismatch)]  // icv 2
    [InlineData(0, 0x00, RequestStatus.DeviceError)]
    [InlineData(1, 0x01, RequestStatus.BadRequest)]
    [InlineData(1, 0x02, RequestStatus.BadRequest)]
    [InlineData(1, 0x03, RequestStatus.BadRequest)]
    [InlineData(1, 0x04, RequestStatus.BadRequest)]
    [InlineData(1, 0x05, RequestStatus.BadRequest)]
    [InlineData(1, 0x06, RequestStatus.BadAddress)]
    [InlineData(1, 0x07, RequestStatus.BadRequest)]
    [InlineData(1, 0x08, RequestStatus.BadRequest)]
    [InlineData(1, 0x09, RequestStatus.DeviceError)]
    [InlineData(1, 0xFF, RequestStatus.DeviceError)]
    public void Results_of_software_devices_have_statuses(int word, int error, RequestStatus status)
    {
        foreach (int generation in (int[])[2, 3])
        {
            using var bench = new SecDriverBench(generation);
            using DigestQueue queue = bench.Digests();
            bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
            {
                sqe.ResultWord = (ushort)word;
                sqe.ErrorType = (SecStatus)error;
            };

            Completion done = SecDriverBench.Run(queue, s_request);

            Assert.Equal((status, (ushort)error, status == RequestStatus.Ok ? 16 : 0), (done.Status, done.DeviceStatus, done.Produced));
            Assert.NotEmpty(queue.Describe(in done));
        }
    }

    [Theory]
    [InlineData(0x01, 0, RequestStatus.DeviceError)]
    [InlineData(0x06, 0, RequestStatus.DeviceError)]
    [InlineData(0x33, 1, RequestStatus.BadAddress)]
    public void Of_hardware_only_the_fault_of_shared_addresses_is_known(int error, int fault, RequestStatus status)
    {
        using var bench = new SecDriverBench(3, notes: false);
        using DigestQueue queue = bench.Digests();
        bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
        {
            sqe.ResultWord = 1;
            sqe.ErrorType = (SecStatus)error;
            sqe.SvaStatus = (byte)fault;
        };

        Completion done = SecDriverBench.Run(queue, s_request);

        Assert.Equal((status, "hardware"), (done.Status, queue.EngineName(done.Engine)));
        Assert.NotEmpty(queue.Describe(in done));
    }

    [Fact]
    public void Notes_say_who_did_it_and_what_is_wrong()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();
        bench.Device.Answer = (ref SecSqe sqe, ref QmRequest request) =>
        {
            sqe.ResultWord = 1;
            sqe.ErrorType = SecStatus.BadAddress;
            request.Remark((ushort)SecEngine.Vector512, (ushort)SecReason.None, 0xABC000);
        };
        Completion bad = SecDriverBench.Run(queue, s_request);
        Assert.Equal(0xABC000UL, bad.FaultAddress);
        Assert.Contains("0xabc000", queue.Describe(in bad), StringComparison.Ordinal);
        Assert.Equal("avx512", queue.EngineName(bad.Engine));

        foreach (SecReason reason in Enum.GetValues<SecReason>())
        {
            bench.Device.Answer = (ref SecSqe sqe, ref QmRequest request) =>
            {
                sqe.ResultWord = 1;
                sqe.ErrorType = SecStatus.BadDataLength;
                request.Remark((ushort)SecEngine.Portable, (ushort)reason);
            };
            Completion done = SecDriverBench.Run(queue, s_request);
            Assert.Equal((ushort)reason, done.Reason);
            Assert.DoesNotContain("unknown to this driver", queue.Describe(in done), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_completion_of_something_that_was_not_sent_is_told()
    {
        foreach (int generation in (int[])[2, 3])
        {
            using var bench = new SecDriverBench(generation);
            using DigestQueue queue = bench.Digests();
            bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
            {
                sqe.ResultWord = 1;
                if (sqe.Type == SecSqe.TypeBd2)
                {
                    sqe.Bd2.Tag ^= 1;
                }
                else
                {
                    sqe.Bd3.Tag ^= 1UL << 40;
                }
            };

            Assert.Equal(SubmitResult.Queued, queue.TrySend([s_request], out _));
            Assert.Equal(ReceiveResult.BadCompletion, queue.TryReceive(new Completion[1], out int count));
            Assert.Equal(0, count);
        }
    }

    [Fact]
    public void A_stopped_queue_takes_nothing_and_a_removed_device_is_lost()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();
        Assert.Equal(SubmitResult.Queued, queue.TrySend([s_request], out _));
        Assert.True(queue.TryStop(TimeSpan.FromSeconds(10)));
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(new Completion[4], out int count));
        Assert.Equal(1, count);
        Assert.Equal(SubmitResult.DeviceLost, queue.TrySend([s_request], out _));

        using var other = new SecDriverBench(3);
        using DigestQueue lost = other.Digests();
        other.File.Remove();
        Assert.Equal(SubmitResult.DeviceLost, lost.TrySend([s_request], out _));
        Assert.Equal(ReceiveResult.DeviceLost, lost.TryReceive(new Completion[1], out _));
    }
}
