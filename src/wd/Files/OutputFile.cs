using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Files;

/// <summary>An output that appears under its name only when it is complete: a temporary file beside it, renamed at the end.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string? _temporary;
    private readonly bool _overwrite;
    private readonly PendingFiles _pending;
    private bool _done;

    private OutputFile(string path, string? temporary, bool overwrite, PendingFiles pending, FileStream stream)
    {
        _path = path;
        _temporary = temporary;
        _overwrite = overwrite;
        _pending = pending;
        Stream = stream;
    }

    /// <summary>Where the bytes go.</summary>
    internal FileStream Stream { get; }

    /// <summary>Makes the temporary file.</summary>
    /// <param name="path">Name of the output.</param>
    /// <param name="input">Name of the input, or null; the two must not be one file.</param>
    /// <param name="overwrite">Replace a file of that name.</param>
    /// <param name="pending">Who removes it when a signal comes.</param>
    /// <exception cref="UserErrorException">The name is taken.</exception>
    internal static OutputFile Create(string path, string? input, bool overwrite, PendingFiles pending)
    {
        if (FileIdentity.Of(path) is FileIdentity there)
        {
            if (there.IsDirectory)
            {
                throw new UserErrorException($"{path} is a directory; name a file with -o");
            }

            if (input is not null && FileIdentity.Of(input) == there)
            {
                throw new UserErrorException("input and output are the same file; name another with -o");
            }

            if (!there.IsRegular)
            {
                return new OutputFile(path, null, overwrite, pending, Open(path, FileMode.Open, null));   // a device or a pipe is written in place
            }

            if (!overwrite)
            {
                throw new UserErrorException($"{path} already exists; use -f to overwrite");
            }
        }

        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string temporary = Path.Combine(directory, $".wd-{Path.GetRandomFileName()}.tmp");
        FileStream? stream = null;

        // Whoever may not read the input must not read the output either: nobody else may until the input's mode is set.
        UnixFileMode? mode = input is null ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        pending.Do(temporary, pending: true, () => stream = Open(temporary, FileMode.CreateNew, mode));
        return new OutputFile(path, temporary, overwrite, pending, stream!);
    }

    /// <summary>Closes the file and gives it its name.</summary>
    /// <param name="like">The file whose mode and time it gets, or null.</param>
    /// <exception cref="UserErrorException">The name was taken meanwhile.</exception>
    internal void Commit(string? like)
    {
        if (_temporary is null)
        {
            Stream.Dispose();
            _done = true;
            return;
        }

        if (like is not null)
        {
            File.SetUnixFileMode(Stream.SafeFileHandle, File.GetUnixFileMode(like));
            File.SetLastWriteTimeUtc(Stream.SafeFileHandle, File.GetLastWriteTimeUtc(like));
        }

        Stream.Dispose();
        try
        {
            _pending.Do(_temporary, pending: false, () => File.Move(_temporary, _path, _overwrite));
        }
        catch (IOException) when (!_overwrite && File.Exists(_path))
        {
            throw new UserErrorException($"{_path} already exists; use -f to overwrite");
        }

        _done = true;
    }

    /// <summary>Removes the temporary file unless <see cref="Commit"/> has renamed it.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_done && _temporary is not null)
        {
            _pending.Do(_temporary, pending: false, () => File.Delete(_temporary));
        }
    }

    private static FileStream Open(string path, FileMode mode, UnixFileMode? permissions) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.Write,
        Share = FileShare.Read,
        BufferSize = 0,   // writers bring blocks of their own
        UnixCreateMode = mode == FileMode.CreateNew ? permissions : null,
    });
}
