using System.Globalization;
using Microsoft.Extensions.Logging;

namespace WarpDrive.Daemon;

/// <summary>One line for each message.</summary>
internal sealed class StderrLogger : ILogger
{
    private readonly StderrLoggerFactory _factory;

    internal StderrLogger(StderrLoggerFactory factory) => _factory = factory;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= _factory.Level;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || !_factory.Admit(eventId.Id, out long leftOut))
        {
            return;
        }

        string text = formatter(state, exception);
        if (leftOut > 0)
        {
            text = $"{text} ({leftOut} lines like this left out before it)";
        }

        if (exception is not null)
        {
            text = $"{text}: {exception}";
        }

        // One message is one line: what a client sends must not look like a message of the daemon.
        text = string.Create(text.Length, text, static (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        });
        _factory.Post(_factory.IsJournal
            ? $"<{Priority(logLevel)}>{text}"
            : string.Create(CultureInfo.InvariantCulture, $"{_factory.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Name(logLevel)} {text}"));
    }

    // The numbers of syslog.h, as sd-daemon(3) has them in front of a line.
    private static int Priority(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "err ",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "dbg ",
    };
}
