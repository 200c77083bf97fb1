using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WarpDrive.Testing;

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILogger
{
    internal ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {eventId.Id}: {formatter(state, exception)}{exception}");

    internal string[] Containing(string text) => [.. Lines.Where(line => line.Contains(text, StringComparison.Ordinal))];
}
