namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>Runs code up to its next access: earlier ones are answered from the record, so that any point of it can be reached again.</summary>
internal sealed class Replay(int thread, IReadOnlyList<int> results, Fault fault)
{
    private int _position;

    public int Thread => thread;

    public Fault Fault => fault;

    public int Do(Op op, int value = 0) => _position < results.Count ? results[_position++] : throw new NextAccess(op, value);
}
