using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Reads and parses all of /proc/PID/maps (proc_pid_maps(5)), once for each acquisition that needs it. For kernels without PROCMAP_QUERY.</summary>
internal sealed class ParsedMappings : MappingView
{
    private readonly SafeFileHandle _file;
    private readonly bool _isOwn;
    private readonly byte[] _text = new byte[64 * 1024];   // more than any one line: a path has at most 4 KiB
    private Mapping[] _mappings = new Mapping[1024];
    private int _count;
    private bool _isRead;

    /// <summary>Opens a list, with a descriptor of its own: the kernel keeps the place of a reader in it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public ParsedMappings(string path)
    {
        _file = File.OpenHandle(path);
        _isOwn = true;
    }

    /// <summary>
    /// Reads by a descriptor that others read by as well. Each read tells its own place; where the kernel has to look for that place again,
    /// it costs time and nothing else.
    /// </summary>
    /// <param name="file">The open file; stays the caller's.</param>
    public ParsedMappings(SafeFileHandle file) => _file = file;

    /// <inheritdoc/>
    public override void Begin() => _isRead = false;

    /// <inheritdoc/>
    public override bool TryFind(ulong address, out Mapping mapping)
    {
        if (!_isRead)
        {
            Read();
            _isRead = true;
        }

        int low = 0;
        int high = _count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            mapping = _mappings[middle];
            if (mapping.Covers(address))
            {
                return true;
            }

            if (address < mapping.Start)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        mapping = default;
        return false;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_isOwn)
        {
            _file.Dispose();
        }
    }

    /// <summary>One line: <c>start-end perms offset major:minor inode path</c>.</summary>
    /// <param name="line">Without the line feed.</param>
    /// <param name="mapping">The mapping.</param>
    /// <returns>False when it is not such a line.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> line, out Mapping mapping)
    {
        mapping = default;
        if (!Utf8Parser.TryParse(line, out ulong start, out int used, 'x') || used >= line.Length || line[used] != '-')
        {
            return false;
        }

        line = line[(used + 1)..];
        if (!Utf8Parser.TryParse(line, out ulong end, out used, 'x') || line.Length < used + 6 || line[used] != ' ' || end <= start)
        {
            return false;
        }

        ReadOnlySpan<byte> permissions = line.Slice(used + 1, 4);
        line = line[(used + 6)..];
        for (int field = 0; field < 2; field++)   // offset and device
        {
            int space = line.IndexOf((byte)' ');
            if (space < 0)
            {
                return false;
            }

            line = line[(space + 1)..];
        }

        if (!Utf8Parser.TryParse(line, out ulong inode, out _))
        {
            return false;
        }

        mapping = new Mapping(start, end, permissions[0] == 'r', permissions[1] == 'w', inode != 0);
        return true;
    }

    private void Read()
    {
        _count = 0;
        int filled = 0;
        ulong offset = 0;
        for (int read = ReadAt(offset, _text); read > 0; read = ReadAt(offset, _text.AsSpan(filled)))
        {
            offset += (ulong)read;
            filled += read;
            int start = 0;
            for (int length = _text.AsSpan(0, filled).IndexOf((byte)'\n'); length >= 0; length = _text.AsSpan(start, filled - start).IndexOf((byte)'\n'))
            {
                if (TryParse(_text.AsSpan(start, length), out Mapping mapping))
                {
                    Add(mapping);
                }

                start += length + 1;
            }

            _text.AsSpan(start, filled - start).CopyTo(_text);
            filled -= start;
        }

        HasEnded |= offset == 0;   // ESRCH, or an empty list: no address space is without any mapping
    }

    private int ReadAt(ulong offset, Span<byte> into) => (int)Libc.ReadMemory(_file, offset, into, out _);

    private void Add(in Mapping mapping)
    {
        if (_count == _mappings.Length)
        {
            Array.Resize(ref _mappings, _count * 2);
        }

        _mappings[_count++] = mapping;
    }
}
