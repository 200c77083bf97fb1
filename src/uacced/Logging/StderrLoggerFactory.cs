using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace WarpDrive.Daemon;

/// <summary>Writes log lines to the error output, on a thread of its own: whoever logs never waits for the reader of that output.</summary>
/// <remarks>Thread safe. What finds no room in the queue is counted, and a line says how many are missing.</remarks>
internal sealed class StderrLoggerFactory : ILoggerFactory
{
    private const int MostWaiting = 4096;

    // Of one kind: the log is not to grow without bound, whatever clients find to repeat.
    private const double LinesAtOnce = 1000;
    private const double LinesPerSecond = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly TextWriter _output;
    private readonly Thread _writer;
    private readonly Dictionary<int, Budget> _budgets = [];
    private readonly Lock _lock = new();
    private long _lost;
    private int _level;

    /// <summary>Creates a factory.</summary>
    /// <param name="output">Where the lines go.</param>
    /// <param name="level">What is less important is left out.</param>
    /// <param name="journal">Whether the reader is the journal of the service manager: it stamps the time itself, and wants the level as a number in front.</param>
    /// <param name="time">Clock of the stamps.</param>
    internal StderrLoggerFactory(TextWriter output, LogLevel level, bool journal, TimeProvider time)
    {
        _output = output;
        _level = (int)level;
        IsJournal = journal;
        Time = time;
        _writer = new Thread(Write) { IsBackground = true, Name = "uacced log" };
        _writer.Start();
    }

    /// <summary>What is less important is left out.</summary>
    internal LogLevel Level
    {
        get => (LogLevel)Volatile.Read(ref _level);
        set => Volatile.Write(ref _level, (int)value);
    }

    internal bool IsJournal { get; }

    internal TimeProvider Time { get; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new StderrLogger(this);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the error output is the only place");

    /// <summary>Writes what is waiting, for two seconds at most.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writer.Join(s_patience);
    }

    /// <summary>Whether a line of this kind may be written now.</summary>
    /// <param name="kind">Event id.</param>
    /// <param name="leftOut">Lines of the kind that were left out before this one.</param>
    internal bool Admit(int kind, out long leftOut)
    {
        lock (_lock)
        {
            if (!_budgets.TryGetValue(kind, out Budget? budget))
            {
                budget = new Budget(new TokenBucket(Time, LinesAtOnce, LinesPerSecond));
                _budgets.Add(kind, budget);
            }

            leftOut = 0;
            if (!budget.Bucket.TryTake())
            {
                budget.LeftOut++;
                return false;
            }

            (leftOut, budget.LeftOut) = (budget.LeftOut, 0);
            return true;
        }
    }

    internal void Post(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    private void Write()
    {
        try
        {
            // A thread of its own: a pool thread would be held by a reader that does not read.
            while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_lines.Reader.TryRead(out string? line))
                {
                    _output.WriteLine(line);
                }

                if (Interlocked.Exchange(ref _lost, 0) is > 0 and long lost)
                {
                    _output.WriteLine($"{lost} log lines found no room");
                }

                _output.Flush();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody reads any more: there is nowhere left to say it.
        }
    }

    private sealed class Budget(TokenBucket bucket)
    {
        public TokenBucket Bucket { get; } = bucket;

        public long LeftOut { get; set; }
    }
}
