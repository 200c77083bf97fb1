using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Completion events of a Served queue as a descriptor that poll(2) waits on; of an Inline queue, nothing.</summary>
/// <remarks>
/// The signaller writes the descriptor, then raises the flag; the client lowers the flag, then empties the descriptor, then looks at the
/// completions. A completion is posted before its signal, so emptying never hides one that the look does not see. The flag is there so
/// that a poll without a signal makes no system call.
/// <para>For a client in another process the descriptor is the reading end of a pipe. A shared eventfd would be one open file: the client could make it
/// blocking and fill it, and a worker would wait in write(2) for as long as the client likes.</para>
/// </remarks>
internal sealed class EventSink : ICompletionEvents, IDisposable
{
    private readonly SafeFileHandle? _descriptor;
    private readonly SafeFileHandle? _reader;      // of a client elsewhere
    private int _raised;

    /// <summary>Creates the sink.</summary>
    /// <param name="withDescriptor">Whether somebody can wait.</param>
    internal EventSink(bool withDescriptor) => _descriptor = withDescriptor ? Libc.Eventfd() : null;

    private EventSink((SafeFileHandle Reader, SafeFileHandle Writer) pipe) => (_reader, _descriptor) = pipe;

    /// <summary>What a client elsewhere waits on; given away like a region's descriptor. Null in one process.</summary>
    internal SafeFileHandle? Reader => _reader;

    /// <summary>The descriptor, -1 for Inline queues.</summary>
    internal int Descriptor => _descriptor is { IsClosed: false } fd ? (int)fd.DangerousGetHandle() : -1;

    /// <summary>Creates the sink of a client in another process.</summary>
    /// <exception cref="LinuxException">EMFILE, ENFILE.</exception>
    internal static EventSink Remote() => new(Libc.Pipe());

    /// <inheritdoc/>
    public void Signal()
    {
        if (_descriptor is null)
        {
            return;
        }

        try
        {
            if (_reader is not null)
            {
                Libc.PipeSignal(_descriptor);
                return;   // the client reads
            }

            Libc.EventfdSignal(_descriptor);
        }
        catch (ObjectDisposedException)
        {
            return;   // a ring of a queue that is being released at this moment: nobody waits any more
        }

        Volatile.Write(ref _raised, 1);
    }

    /// <summary>Closes the descriptor.</summary>
    public void Dispose()
    {
        _descriptor?.Dispose();
        _reader?.Dispose();
    }

    /// <summary>Empties the descriptor if there was a signal.</summary>
    internal void Clear()
    {
        if (Volatile.Read(ref _raised) != 0)
        {
            ClearNow();
        }
    }

    /// <summary>Waits for a signal, and takes it. Returns at once when the descriptor was closed.</summary>
    /// <param name="timeout">Not negative.</param>
    internal void Wait(TimeSpan timeout)
    {
        bool held = false;
        try
        {
            _descriptor!.DangerousAddRef(ref held);   // its number must not be given to another file while poll(2) looks at it
            PollFd entry = new() { Fd = (int)_descriptor.DangerousGetHandle(), Events = Libc.POLLIN };
            if (Libc.Poll(new Span<PollFd>(ref entry), timeout) != 0)
            {
                ClearNow();
            }
        }
        catch (ObjectDisposedException)
        {
            // closed by another thread: the caller looks at the state next
        }
        finally
        {
            if (held)
            {
                _descriptor!.DangerousRelease();
            }
        }
    }

    private void ClearNow()
    {
        Interlocked.Exchange(ref _raised, 0);
        try
        {
            Libc.EventfdClear(_descriptor!);
        }
        catch (ObjectDisposedException)
        {
            // closed by another thread: nothing is left to clear
        }
    }
}
