namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>Runs code up to its next access: earlier ones are answered from the record, so that any point of it can be reached again.</summary>
internal sealed class WaitReplay(IReadOnlyList<int> results, WaitFault fault)
{
    private int _position;

    public WaitFault Fault => fault;

    public int Do(WaitOp op, int value = 0) => _position < results.Count ? results[_position++] : throw new NextWaitAccess(op, value);
}
