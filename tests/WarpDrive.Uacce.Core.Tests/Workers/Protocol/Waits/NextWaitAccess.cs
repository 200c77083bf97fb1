namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>Stops the code under test at the first access whose result is not known yet.</summary>
internal sealed class NextWaitAccess(WaitOp op, int value) : Exception
{
    public WaitOp Op => op;

    public int Value => value;
}
