namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>Stops the code under test at the first access whose result is not known yet.</summary>
internal sealed class NextAccess(Op op, int value) : Exception
{
    public Op Op => op;

    public int Value => value;
}
