using System.Buffers.Text;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    /// <summary>MemAvailable of /proc/meminfo: bytes that can be had without pushing anything out, as the kernel guesses.</summary>
    /// <returns><see cref="long.MaxValue"/> where there is no such file. The limit of a control group is not in it.</returns>
    internal static long AvailableMemory()
    {
        const string Path = "/proc/meminfo";
        Span<byte> room = stackalloc byte[4096];
        int length;
        try
        {
            length = ReadFile(Path, room, out var rest);
            rest?.Dispose();
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.EACCES)   // no /proc: nothing is known
        {
            return long.MaxValue;
        }

        ReadOnlySpan<byte> key = "MemAvailable:"u8;
        ReadOnlySpan<byte> text = room[..length];
        int at = text.IndexOf(key);
        if (at < 0)
        {
            return long.MaxValue;
        }

        ReadOnlySpan<byte> value = text[(at + key.Length)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(value, out long kibibytes, out _) && kibibytes is >= 0 and < long.MaxValue >> 10 ? kibibytes << 10 : long.MaxValue;
    }
}
