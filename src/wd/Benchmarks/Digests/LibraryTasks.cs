using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>Tasks that await the library.</summary>
internal sealed class LibraryTasks : TaskLoad
{
    private readonly Hasher _hasher;
    private Receipt _receipt;
    private long _together;   // sum over all operations
    private long _operations;

    internal LibraryTasks(MessageSet messages, Hasher hasher, int tasks)
        : base(messages, hasher.HashSize, tasks) => _hasher = hasher;

    internal override Receipt Receipt => _receipt;

    /// <summary>The mean over all operations: what one operation shared its lanes with.</summary>
    internal override double Lanes => _operations == 0 ? 0 : (double)_together / _operations;

    protected override async Task Work(int task)
    {
        long together = 0;
        HashResult result = default;
        for (int round = 0; round < Rounds; round++)
        {
            long began = Begin();
            result = await _hasher.HashAsync(Messages.Message(MessageOf(task, round), 0), DigestOf(task)).ConfigureAwait(false);
            End(task, round, began);
            together += result.Receipt.BatchSize;
        }

        Interlocked.Add(ref _together, together);
        Interlocked.Add(ref _operations, Rounds);
        if (task == 0)
        {
            _receipt = result.Receipt;   // read when all have ended
        }
    }
}
