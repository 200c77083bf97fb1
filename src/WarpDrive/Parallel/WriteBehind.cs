using System.Runtime.ExceptionServices;

namespace WarpDrive;

/// <summary>Writes buffers to a stream on a thread of its own, while the owner fills the next one.</summary>
/// <remarks>One owner. A buffer is handed over when it is nearly full; the owner waits when all are with the writer.</remarks>
internal sealed class WriteBehind : IDisposable
{
    private const int BufferSize = 1 << 20;
    private const int Buffers = 3;

    /// <summary>Less room than this is not worth a request.</summary>
    private const int LeastRoom = 64 << 10;

    private readonly Stream _output;
    private readonly object _gate = new();
    private readonly Queue<(byte[] Buffer, int Length)> _full = new();
    private readonly Stack<byte[]> _free = new();
    private readonly Thread _thread;
    private byte[] _current;
    private int _filled;
    private bool _closed;
    private ExceptionDispatchInfo? _failure;

    internal WriteBehind(Stream output)
    {
        _output = output;
        for (int i = 1; i < Buffers; i++)
        {
            _free.Push(GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true));
        }

        _current = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        _thread = new Thread(Work) { IsBackground = true, Name = "WarpDrive write" };
        _thread.Start();
    }

    internal Span<byte> Room => _current.AsSpan(_filled);

    /// <exception cref="IOException">An earlier buffer could not be written.</exception>
    internal void Advance(int count)
    {
        _filled += count;
        if (BufferSize - _filled < LeastRoom)
        {
            HandOver();
        }
    }

    /// <summary>Writes the rest; when it returns, everything was written.</summary>
    internal void Complete()
    {
        HandOver();
        Close();
        _failure?.Throw();
    }

    public void Dispose() => Close();

    private void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void HandOver()
    {
        lock (_gate)
        {
            _full.Enqueue((_current, _filled));
            Monitor.PulseAll(_gate);
            while (_free.Count == 0 && _failure is null)
            {
                Monitor.Wait(_gate, TimeSpan.FromSeconds(1));   // as long as the output takes; pulsed when a buffer is free
            }

            _failure?.Throw();
            _current = _free.Pop();
            _filled = 0;
        }
    }

    private void Work()
    {
        while (true)
        {
            (byte[] Buffer, int Length) next;
            lock (_gate)
            {
                while (_full.Count == 0 && !_closed)
                {
                    Monitor.Wait(_gate, TimeSpan.FromSeconds(1));
                }

                if (_full.Count == 0 || _failure is not null)
                {
                    return;
                }

                next = _full.Dequeue();
            }

            ExceptionDispatchInfo? failure = null;
            try
            {
                _output.Write(next.Buffer, 0, next.Length);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);   // thrown on the owner's thread
            }

            lock (_gate)
            {
                _failure ??= failure;
                _free.Push(next.Buffer);
                Monitor.PulseAll(_gate);
            }
        }
    }
}
