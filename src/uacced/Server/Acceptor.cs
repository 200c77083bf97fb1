using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>The thread that accepts connections. It never waits for a client.</summary>
internal sealed class Acceptor : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Listener _listener;
    private readonly Action<SafeFileHandle, RefusalDesk> _admit;
    private readonly ILogger _logger;
    private readonly SafeFileHandle _wake = Libc.Eventfd();
    private readonly RefusalDesk _desk = new();
    private readonly Thread _thread;
    private SafeFileHandle? _spare;
    private long _pausedUntil;
    private bool _toldExhaustion;
    private volatile bool _ending;

    /// <summary>Creates the thread; <see cref="Start"/> starts it.</summary>
    /// <param name="listener">Where clients connect; closed in the end.</param>
    /// <param name="admit">Takes a connection over, or gives it to the desk.</param>
    /// <param name="logger">Where it reports.</param>
    internal Acceptor(Listener listener, Action<SafeFileHandle, RefusalDesk> admit, ILogger logger)
    {
        _listener = listener;
        _admit = admit;
        _logger = logger;
        _spare = OpenSpare();
        _thread = new Thread(Run, maxStackSize: 512 << 10) { IsBackground = true, Name = "uacced accept" };
    }

    internal void Start() => _thread.Start();

    /// <summary>Stops accepting, and closes the listener.</summary>
    public void Dispose()
    {
        _ending = true;
        Libc.EventfdSignal(_wake);
        if (_thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted) || _thread.Join(TimeSpan.FromSeconds(5)))
        {
            _wake.Dispose();
        }

        _listener.Dispose();
        _desk.Dispose();
        _spare?.Dispose();
    }

    private void Run()
    {
        Span<PollFd> fds = stackalloc PollFd[2 + RefusalDesk.Places];
        while (!_ending)
        {
            try
            {
                long now = Stopwatch.GetTimestamp();
                TimeSpan pause = now < _pausedUntil ? Stopwatch.GetElapsedTime(now, _pausedUntil) : TimeSpan.Zero;
                fds[0] = new PollFd { Fd = (int)_wake.DangerousGetHandle(), Events = Libc.POLLIN };
                fds[1] = new PollFd { Fd = pause > TimeSpan.Zero ? -1 : (int)_listener.Socket.DangerousGetHandle(), Events = Libc.POLLIN };
                int waiting = _desk.Fill(fds[2..]);
                TimeSpan timeout = waiting > 0 ? _desk.Patience : s_long;
                Libc.Poll(fds[..(2 + waiting)], pause > TimeSpan.Zero && pause < timeout ? pause : timeout);
                _desk.Answer(fds[2..(2 + waiting)]);
                if (fds[1].Fd >= 0 && fds[1].Returned != 0)
                {
                    Accept();
                }
            }
            catch (Exception e)   // the daemon stays reachable, whatever one connection does
            {
                DaemonLog.AcceptFailed(_logger, e);
                Pause();
            }
        }
    }

    private void Accept()
    {
        try
        {
            if (Libc.TryAccept(_listener.Socket) is { } socket)
            {
                _admit(socket, _desk);
                _toldExhaustion = false;
            }

            _spare ??= OpenSpare();
        }
        catch (LinuxException e) when (e.Errno is Errno.EMFILE or Errno.ENFILE)
        {
            OutOfDescriptors(e.Errno);
        }
    }

    // One descriptor is kept back, so that a client can be told why it is refused.
    private void OutOfDescriptors(Errno errno)
    {
        if (!_toldExhaustion)
        {
            _toldExhaustion = true;
            DaemonLog.OutOfDescriptors(_logger, errno);
        }

        if (_spare is not null)
        {
            _spare.Dispose();
            _spare = null;
            if (Libc.TryAccept(_listener.Socket) is { } socket)
            {
                _desk.Refuse(socket, errno, RefusalWords.NoDescriptors);
            }
        }

        Pause();
    }

    private void Pause() => _pausedUntil = Stopwatch.GetTimestamp() + (long)(s_pause.TotalSeconds * Stopwatch.Frequency);

    private static SafeFileHandle? OpenSpare()
    {
        try
        {
            return Libc.Eventfd();
        }
        catch (LinuxException)
        {
            return null;   // none to spare now; the next accepted connection tries again
        }
    }
}
