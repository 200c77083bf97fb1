using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>Whether a step ends with its last request, or looks whether another one follows.</summary>
public sealed class QmStepLooksTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private readonly LoopbackQueueFile _file = new(new NullDevice(new NullDeviceOptions { Depth = 8, BatchLimit = 4 }));
    private readonly QmQueuePair<NullDescriptor> _pair;

    public QmStepLooksTests() => _pair = NullDriver.OpenQueue(_file.Info, _file);

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void A_step_that_looks_on_takes_the_request_that_follows()
    {
        Send(1);
        var client = new Thread(() =>
        {
            SpinWait.SpinUntil(() => _file.Queue.CompletionsPosted == 1, s_deadline);
            Send(2);
        });
        client.Start();

        int posted = _file.Step(maxDescriptors: 2, looks: int.MaxValue);

        Assert.True(client.Join(s_deadline));
        Assert.Equal(2, posted);
    }

    [Fact]
    public void Looks_are_bounded()
    {
        Send(1);
        Assert.Equal(1, _file.Step(looks: 16));
        Send(2);
        Assert.Equal(1, _file.Step());
    }

    private void Send(ulong tag) => Assert.Equal(SubmitResult.Queued, _pair.TrySend(QmRingTests.Request(tag)));
}
