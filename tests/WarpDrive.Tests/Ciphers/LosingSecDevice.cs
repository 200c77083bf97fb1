using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Linux;

namespace WarpDrive.Tests.Ciphers;

/// <summary>The SEC device; while it loses, each request is executed, and its queue dies before the completion.</summary>
internal sealed class LosingSecDevice : SecDevice
{
    private volatile bool _loses;
    private volatile bool _fills;
    private volatile bool _isFull;

    public bool Loses
    {
        get => _loses;
        set => _loses = value;
    }

    /// <summary>Whether there is no queue any more after the first loss.</summary>
    public bool Fills
    {
        get => _fills;
        set
        {
            _fills = value;
            _isFull = false;
        }
    }

    protected override void Execute(Span<QmRequest> batch, QmStepScratch scratch)
    {
        base.Execute(batch, scratch);
        if (_loses)
        {
            _isFull = _fills;
            foreach (ref QmRequest request in batch)
            {
                request.FailQueue();
            }
        }
    }

    protected override Errno StartQueue(QmDeviceQueue queue) => _isFull ? Errno.EBUSY : base.StartQueue(queue);
}
