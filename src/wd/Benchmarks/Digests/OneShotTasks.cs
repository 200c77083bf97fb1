using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>Tasks that call something without an asynchronous form; each has its own instance of it.</summary>
internal sealed class OneShotTasks : TaskLoad
{
    private readonly BatchContestant[] _hashes;

    internal OneShotTasks(MessageSet messages, Func<BatchContestant> make, int hashSize, int tasks)
        : base(messages, hashSize, tasks) => _hashes = [.. Enumerable.Range(0, tasks).Select(_ => make())];

    protected override void Close()
    {
        base.Close();
        foreach (BatchContestant hash in _hashes)
        {
            hash.Dispose();
        }
    }

    protected override ValueTask<HashResult> Hash(int task, int message, Memory<byte> digest)
    {
        BatchContestant hash = _hashes[task];
        _ = hash.Run(message);
        hash.Output.CopyTo(digest.Span);
        return default;
    }
}
