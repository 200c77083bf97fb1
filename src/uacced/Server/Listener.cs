using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>The listening socket: made at a path, or taken over from the service manager.</summary>
internal sealed class Listener : IDisposable
{
    private const int Backlog = 256;

    private readonly string? _path;
    private readonly (uint Major, uint Minor, ulong Inode) _file;

    /// <summary>Begins to listen.</summary>
    /// <param name="options">Where, and who may connect.</param>
    /// <exception cref="LinuxException">EADDRINUSE: a daemon is alive there; and what the kernel says.</exception>
    internal Listener(DaemonOptions options)
    {
        if (options.Listener is { } inherited)
        {
            if (!Libc.IsSeqpacketListener(inherited))
            {
                LinuxException.Throw("listen", Errno.ENOTSOCK, "the socket of the service manager does not listen for packets; its unit needs ListenSequentialPacket=");
            }

            Socket = inherited;
        }
        else
        {
            _path = Path.GetFullPath(options.SocketPath);
            Socket = Libc.SeqpacketListen(_path, options.SocketMode, Backlog);
        }

        try
        {
            Libc.PassCredentials(Socket);   // accepted sockets inherit it, so that not even the first packet comes without
            if (_path is not null)
            {
                _file = Libc.GetFileIdentity(_path);
                if (options.SocketGroup is uint group)
                {
                    Libc.ChangeGroup(_path, group);
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The socket.</summary>
    internal SafeFileHandle Socket { get; }

    /// <summary>Stops listening. The file goes as well, unless somebody has put another in its place.</summary>
    public void Dispose()
    {
        Socket.Dispose();
        if (_path is not null && _file != default && Libc.GetFileIdentity(_path) == _file)
        {
            try
            {
                File.Delete(_path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The directory is not ours to change any more; the next daemon takes a dead socket over.
            }
        }
    }
}
