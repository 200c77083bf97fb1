using System.Runtime.InteropServices;

namespace WarpDrive.Tool.Files;

/// <summary>Temporary files that must not outlive the process; a signal removes them and ends it.</summary>
/// <remarks>
/// Handlers run on a thread of the runtime. The lock orders them with the file commands: a file is noted before it exists, and
/// after the first signal nothing can be noted or renamed any more, because the handler keeps the lock until the process is gone.
/// </remarks>
internal sealed class PendingFiles : IDisposable
{
    private const int SignalBase = 128;   // the shells' convention for "ended by signal n"

    private static readonly (PosixSignal Signal, int Number)[] s_signals =
        [(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGHUP, 1)];

    private readonly Lock _lock = new();
    private readonly HashSet<string> _paths = [];
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Starts to listen.</summary>
    internal PendingFiles()
    {
        _registrations = [.. s_signals.Select(entry => PosixSignalRegistration.Create(entry.Signal, _ => Leave(entry.Number)))];
    }

    /// <summary>Runs something under the lock: creation or renaming of a file, with its note.</summary>
    /// <param name="path">The temporary file.</param>
    /// <param name="pending">Whether it exists afterwards.</param>
    /// <param name="action">What to do.</param>
    internal void Do(string path, bool pending, Action action)
    {
        lock (_lock)
        {
            action();
            if (pending)
            {
                _paths.Add(path);
            }
            else
            {
                _paths.Remove(path);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Leave(int signal)
    {
        _lock.Enter();   // never left: nothing may be created or renamed after this
        foreach (string path in _paths)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Output.Messages.Write($"{path}: cannot be removed: {e.Message}");
            }
        }

        Environment.Exit(SignalBase + signal);
    }
}
