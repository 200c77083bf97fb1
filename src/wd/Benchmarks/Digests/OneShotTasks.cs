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
        foreach (BatchContestant hash in _hashes)
        {
            hash.Dispose();
        }
    }

    protected override Task Work(int task)
    {
        BatchContestant hash = _hashes[task];
        for (int round = 0; round < Rounds; round++)
        {
            long began = Begin();
            _ = hash.Run(MessageOf(task, round));
            End(task, round, began);
        }

        hash.Output.CopyTo(DigestOf(task).Span);
        return Task.CompletedTask;
    }
}
