using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>Answers <c>GET /metrics</c> and <c>GET /healthz</c>, and nothing else.</summary>
/// <remarks>
/// An HTTP server of its own: two paths, one answer to each connection and no body to read are a page of code, while the web server of the framework
/// is another runtime to install on every machine and a host to start in a daemon that otherwise needs none. Whatever a client does, it holds one of few
/// places for two deadlines, and nothing of the daemon's work waits for it.
/// </remarks>
internal sealed class MonitoringServer : IDisposable
{
    private const UnixFileMode SocketMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Func<string, HttpReply?> _answer;
    private readonly MonitoringOptions _options;
    private readonly ILogger _logger;
    private readonly Socket _listener;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _ending = new();
    private readonly string? _path;
    private string? _told;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Binds; <see cref="Start"/> begins to serve.</summary>
    /// <param name="address">Where.</param>
    /// <param name="answer">The answer to a path; null when there is nothing at it. May be asked by several threads at once.</param>
    /// <param name="logger">Where it reports.</param>
    /// <param name="options">Bounds.</param>
    /// <exception cref="SocketException">The address is taken, or not of this machine.</exception>
    internal MonitoringServer(MetricsAddress address, Func<string, HttpReply?> answer, ILogger logger, MonitoringOptions? options = null)
    {
        _answer = answer;
        _logger = logger;
        _options = options ?? new MonitoringOptions();
        _places = new SemaphoreSlim(_options.Connections);
        _path = address.Path;
        _listener = new Socket(address.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (_path is not null && Libc.IsSocketFile(_path))
            {
                RemoveStale(address.EndPoint, _path);
            }

            _listener.Bind(address.EndPoint);
            if (_path is not null)
            {
                File.SetUnixFileMode(_path, SocketMode);   // nobody can connect before Listen
            }

            _listener.Listen(64);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    /// <summary>Where it listens; with the port that the kernel chose for port 0.</summary>
    internal EndPoint EndPoint => _listener.LocalEndPoint!;

    /// <summary>Begins to serve.</summary>
    internal void Start() => _accepting = AcceptAsync();

    /// <summary>Ends; waits for answers that are being sent, for a moment.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _accepting.Wait(_options.Deadline);
        for (int i = 0; i < _options.Connections && _places.Wait(_options.Deadline); i++)
        {
            // Every place that comes free is one connection that has ended.
        }

        if (_path is not null)
        {
            File.Delete(_path);
        }

        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            bool hasPlace = false;
            try
            {
                await _places.WaitAsync(_ending.Token).ConfigureAwait(false);
                hasPlace = true;
                Socket socket = await _listener.AcceptAsync(_ending.Token).ConfigureAwait(false);
                hasPlace = false;   // the connection's own from here on
                _ = ServeAsync(socket);
            }
            catch (Exception e) when (_ending.IsCancellationRequested)
            {
                _ = e;   // closed by Dispose
            }
            catch (SocketException e)   // no descriptors, or the client has gone already: the next one may do better
            {
                Tell(e);
                await Task.Delay(s_pause, CancellationToken.None).ConfigureAwait(false);
            }

            if (hasPlace)
            {
                _places.Release();
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            byte[] room = new byte[_options.LargestRequest];
            if (await ReadAsync(socket, room).ConfigureAwait(false) is { } reply)
            {
                using CancellationTokenSource deadline = Deadline();
                for (ReadOnlyMemory<byte> left = reply.ToBytes(); !left.IsEmpty;)
                {
                    left = left[await socket.SendAsync(left, deadline.Token).ConfigureAwait(false)..];
                }

                // What is left unread when a connection closes makes the kernel reset it, and the client could lose the answer (RFC 9112 §9.6).
                socket.Shutdown(SocketShutdown.Send);
                while (await socket.ReceiveAsync(room, deadline.Token).ConfigureAwait(false) > 0)
                {
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Gone, or too slow: it has had its time.
        }
        finally
        {
            socket.Dispose();
            _places.Release();
        }
    }

    /// <summary>Reads a request and finds its answer; null: there is nobody to answer.</summary>
    private async Task<HttpReply?> ReadAsync(Socket socket, byte[] room)
    {
        using CancellationTokenSource deadline = Deadline();
        int length = 0;
        int end;
        while ((end = HttpRequest.End(room.AsSpan(0, length))) < 0)
        {
            if (length == room.Length)
            {
                return HttpReply.TooLarge;
            }

            try
            {
                int read = await socket.ReceiveAsync(room.AsMemory(length), deadline.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return length == 0 ? null : HttpReply.BadRequest;
                }

                length += read;
            }
            catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
            {
                return HttpReply.TooSlow;
            }
        }

        if (!HttpRequest.TryParse(room.AsSpan(0, end), out HttpRequest request))
        {
            return HttpReply.BadRequest;
        }

        return !request.IsVersion1 ? HttpReply.WrongVersion : request.Method != "GET" ? HttpReply.OnlyGet : Answer(request.Path) ?? HttpReply.NotFound;
    }

    private CancellationTokenSource Deadline()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        deadline.CancelAfter(_options.Deadline);
        return deadline;
    }

    private HttpReply? Answer(string path)
    {
        try
        {
            return _answer(path);
        }
        catch (Exception e)   // a daemon that cannot count still serves
        {
            Tell(e);
            return HttpReply.Failed;
        }
    }

    // Once for each kind of trouble: who asks every second must not fill the log.
    private void Tell(Exception exception)
    {
        if (Interlocked.Exchange(ref _told, exception.Message) != exception.Message)
        {
            DaemonLog.MonitoringFailed(_logger, exception.Message);
        }
    }

    // A socket that nobody listens at is left from a daemon that was killed.
    private static void RemoveStale(EndPoint endPoint, string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
        catch (SocketException)
        {
            // Somebody is there, or it is not for us: binding tells.
        }
    }
}
