namespace WarpDrive.Tool.Benchmarks.Rings;

/// <summary>The serving side of a bare ring as a thread, of the client's process or of another: sleeps until it is woken, then spins until the client has enough.</summary>
/// <typeparam name="TDescriptor">The descriptor.</typeparam>
internal sealed class BareRingServer<TDescriptor> : IDisposable
    where TDescriptor : unmanaged
{
    private readonly BareRingMemory<TDescriptor> _memory;
    private readonly AutoResetEvent _go = new(false);
    private readonly Thread _thread;
    private volatile bool _ending;

    /// <summary>Starts the thread.</summary>
    /// <param name="memory">The ring; not disposed here.</param>
    internal BareRingServer(BareRingMemory<TDescriptor> memory)
    {
        _memory = memory;
        _thread = new Thread(Run) { IsBackground = true, Name = "bare ring" };
        _thread.Start();
    }

    /// <summary>Lets it serve.</summary>
    internal void Wake() => _go.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending = true;
        _go.Set();
        do
        {
            Volatile.Write(ref _memory.Active, 0);   // again and again: a client in another process may still set it
        }
        while (!_thread.Join(TimeSpan.FromMilliseconds(10)));
        _go.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _go.WaitOne();
            if (_ending)
            {
                return;
            }

            _memory.ServeWhileActive();
        }
    }
}
