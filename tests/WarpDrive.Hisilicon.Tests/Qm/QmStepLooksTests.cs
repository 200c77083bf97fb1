using System.Diagnostics;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>Whether a step ends with its last request, or looks whether another one follows.</summary>
public sealed class QmStepLooksTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_step_that_looks_on_takes_the_request_that_follows()
    {
        using Fixture fixture = new();
        fixture.Send(1);
        var client = new Thread(() =>
        {
            SpinWait.SpinUntil(() => fixture.Posted == 1, s_deadline);
            fixture.Send(2);
        });
        client.Start();

        int posted = fixture.Step(new StepLimits(MaxDescriptors: 2, Stopwatch.Frequency, Looks: int.MaxValue));

        Assert.True(client.Join(s_deadline));
        Assert.Equal(2, posted);
    }

    [Fact]
    public void Looks_are_bounded()
    {
        using Fixture fixture = new();
        fixture.Send(1);
        Assert.Equal(1, fixture.Step(new StepLimits(MaxDescriptors: 32, Stopwatch.Frequency, Looks: 16)));
        fixture.Send(2);
        Assert.Equal(1, fixture.Step(new StepLimits(MaxDescriptors: 32, Stopwatch.Frequency)));
    }

    private sealed class Fixture : IDisposable
    {
        private readonly NullDevice _device = new(new NullDeviceOptions { Depth = 8, BatchLimit = 4 });
        private readonly LoopbackQueueFile _file;
        private readonly QmQueuePair<NullDescriptor> _pair;
        private readonly StepScratch _scratch;

        internal Fixture()
        {
            _file = new LoopbackQueueFile(_device);
            _pair = NullDriver.OpenQueue(_file.Info, _file);
            _scratch = _device.CreateScratch();
        }

        internal ulong Posted => _file.Queue.CompletionsPosted;

        public void Dispose()
        {
            _pair.Dispose();
            _scratch.Dispose();
        }

        internal void Send(ulong tag) => Assert.Equal(SubmitResult.Queued, _pair.TrySend(QmRingTests.Request(tag)));

        internal int Step(StepLimits limits)
        {
            DeviceQueue queue = _file.Queue;
            return _device.Step(new ReadOnlySpan<DeviceQueue>(in queue), _scratch, in limits);
        }
    }
}
