namespace WarpDrive.Tool.Hashing;

/// <summary>Hashes any number of files on several threads and reports them in the order of their names.</summary>
internal sealed class ManyFiles
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly Hasher _hasher;
    private readonly IReadOnlyList<string> _names;
    private readonly Action<FileDigest> _report;
    private readonly Lock _reporting = new();
    private readonly object _gate = new();
    private readonly Dictionary<int, FileDigest[]> _finished = [];
    private int _next;       // group to be begun
    private int _reported;   // groups reported
    private Exception? _failure;

    /// <summary>Makes it.</summary>
    /// <param name="hasher">What to hash with.</param>
    /// <param name="names">Names of files.</param>
    /// <param name="report">Called for each file in order, by one thread at a time.</param>
    internal ManyFiles(Hasher hasher, IReadOnlyList<string> names, Action<FileDigest> report)
    {
        _hasher = hasher;
        _names = names;
        _report = report;
    }

    /// <summary>Files reported so far.</summary>
    internal int Done => Volatile.Read(ref _reported) * FileGroup.Files;

    /// <summary>Where the last message ran.</summary>
    internal Receipt Receipt { get; private set; }

    private int Groups => (_names.Count + FileGroup.Files - 1) / FileGroup.Files;

    /// <summary>Does all of it.</summary>
    /// <param name="threads">Threads that read and hash, at least 1.</param>
    internal void Run(int threads)
    {
        threads = Math.Clamp(threads, 1, Math.Max(1, Groups));
        var others = new Thread[threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(() => Work(threads)) { IsBackground = true };
            others[i].Start();
        }

        Work(threads);
        foreach (Thread thread in others)
        {
            thread.Join();
        }

        if (_failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
    }

    private void Work(int threads)
    {
        try
        {
            var group = new FileGroup(_hasher);
            string[] names = new string[FileGroup.Files];
            for (int number = Interlocked.Increment(ref _next) - 1; number < Groups && _failure is null; number = Interlocked.Increment(ref _next) - 1)
            {
                WaitFor(number - (threads * 4));   // so that a slow file in front does not let results pile up behind it
                int count = Math.Min(FileGroup.Files, _names.Count - (number * FileGroup.Files));
                for (int i = 0; i < count; i++)
                {
                    names[i] = _names[(number * FileGroup.Files) + i];
                }

                var results = new FileDigest[count];
                group.Run(names.AsSpan(0, count), results);
                Report(number, results, group.Receipt);
            }
        }
        catch (Exception e)
        {
            Volatile.Write(ref _failure, e);   // carried to the thread that waits
        }
    }

    private void WaitFor(int group)
    {
        lock (_gate)
        {
            while (_reported <= group && _failure is null)
            {
                Monitor.Wait(_gate, s_look);
            }
        }
    }

    private void Report(int number, FileDigest[] results, in Receipt receipt)
    {
        lock (_gate)
        {
            _finished.Add(number, results);
        }

        lock (_reporting)
        {
            Receipt = receipt;
            while (true)
            {
                FileDigest[]? ready;
                lock (_gate)
                {
                    if (!_finished.Remove(_reported, out ready))
                    {
                        return;
                    }
                }

                foreach (FileDigest result in ready)
                {
                    _report(result);
                }

                lock (_gate)
                {
                    Volatile.Write(ref _reported, _reported + 1);
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }
}
