using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>Tasks that await the library.</summary>
internal sealed class LibraryTasks : TaskLoad
{
    private readonly Hasher _hasher;

    internal LibraryTasks(MessageSet messages, Hasher hasher, int tasks)
        : base(messages, hasher.HashSize, tasks) => _hasher = hasher;

    protected override ValueTask<HashResult> Hash(int task, int message, Memory<byte> digest) =>
        _hasher.HashAsync(Messages.Message(message, 0), digest);
}
