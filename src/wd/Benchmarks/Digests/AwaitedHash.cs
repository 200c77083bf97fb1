using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>The library, one awaited call after the other.</summary>
internal sealed class AwaitedHash : BatchContestant
{
    private readonly Hasher _hasher;
    private Receipt _receipt;

    internal AwaitedHash(MessageSet messages, Hasher hasher)
        : base(messages, hasher.HashSize) => _hasher = hasher;

    internal override Receipt Receipt => _receipt;

    public override int Run(long index)
    {
        ValueTask<HashResult> task = _hasher.HashAsync(Messages.Message(Messages.SetOf(index), 0), ResultMemory);
        HashResult result = task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();
        _receipt = result.Receipt;
        return result.BytesWritten;
    }
}
