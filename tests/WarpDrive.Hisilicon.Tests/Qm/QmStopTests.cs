using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>What a library takes the answer to PUT_Q for: whether it may use the buffers of a queue again.</summary>
public sealed class QmStopTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData((int)Errno.ENXIO, true)]
    [InlineData((int)Errno.ENODEV, true)]
    [InlineData((int)Errno.ETIMEDOUT, false)]
    [InlineData((int)Errno.EPROTO, false)]
    public void Only_a_queue_that_is_stopped_or_dead_lets_go_of_its_memory(int answer, bool isStopped)
    {
        using var file = new AnsweringFile((Errno)answer);
        Assert.Equal(isStopped, QmStop.TryStop(file, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void The_wait_for_an_answer_ends()
    {
        using var file = new AnsweringFile(Errno.None);
        file.Answers.Reset();
        Assert.False(QmStop.TryStop(file, TimeSpan.FromMilliseconds(20)));
        file.Answers.Set();
        Assert.True(QmStop.TryStop(file, TimeSpan.FromSeconds(60)));
    }

    /// <summary>A queue that answers each command alike.</summary>
    private sealed class AnsweringFile(Errno answer) : QueueFile
    {
        internal ManualResetEventSlim Answers { get; } = new(true);

        public override string DeviceName => "hisi_zip-0";

        public override string Provider => "test";

        public override QueueDriving Driving => QueueDriving.Served;

        public override int EventDescriptor => -1;

        public override int Ioctl(uint command, Span<byte> argument)
        {
            Assert.Equal(UacceIoctl.PutQueue, command);
            Answers.Wait(TimeSpan.FromSeconds(60));
            return answer == Errno.None ? 0 : throw new LinuxException("ioctl", answer);
        }

        public override RegionMapping Map(RegionType type, int length) => throw new LinuxException("mmap", Errno.EINVAL);

        public override void Ring(int offset, ulong value)
        {
        }

        public override bool Poll() => false;

        public override bool Wait(TimeSpan timeout) => false;

        protected override void Dispose(bool disposing)
        {
        }
    }
}
