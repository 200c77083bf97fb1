using System.Globalization;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Whether descriptors from a client are what it says: reading a FIFO or a file of somebody's file system could block for ever.</summary>
/// <remarks>
/// A name alone proves nothing: anybody can mount something over /proc/N/mem in a namespace of his own. So the file system must be proc, the file must
/// not be a mount of its own (a bind mount of another file of /proc), and only then its name counts: no other file of /proc is called mem or maps
/// below a number.
/// </remarks>
internal static class ProcessDescriptors
{
    /// <summary>Checks both. Nothing is read before all checks but the last are passed.</summary>
    /// <param name="memory">Supposed to be /proc/PID/mem.</param>
    /// <param name="maps">Supposed to be /proc/PID/maps.</param>
    /// <exception cref="LinuxException">EINVAL: not so. ESRCH: the address space has ended.</exception>
    internal static void Check(SafeFileHandle memory, SafeFileHandle maps)
    {
        CheckKind(memory, "mem");
        CheckKind(maps, "maps");
        if ((Libc.GetStatusFlags(memory) & Libc.O_ACCMODE) != Libc.O_RDWR)
        {
            Refuse("the memory descriptor must be open for reading and writing");
        }

        if ((Libc.GetStatusFlags(maps) & Libc.O_ACCMODE) == Libc.O_WRONLY)
        {
            Refuse("the descriptor of the mappings must be open for reading");
        }

        if (!IsAlive(maps))
        {
            LinuxException.Throw("attach", Errno.ESRCH, "the address space that the descriptors were opened in has ended; open them again after exec");
        }
    }

    private static bool IsAlive(SafeFileHandle maps)
    {
        var query = new ProcMapQuery { Size = 104 };
        Errno errno = Libc.TryQueryMapping(maps, ref query);
        if (errno is Errno.None or Errno.ENOENT or Errno.ESRCH)
        {
            return errno != Errno.ESRCH;
        }

        Span<byte> first = stackalloc byte[1];   // a kernel without the query: the list of an address space that has ended is empty
        return Libc.ReadMemory(maps, 0, first, out _) == 1;
    }

    private static void CheckKind(SafeFileHandle descriptor, string name)
    {
        if (Libc.FileSystemType(descriptor) != Libc.PROC_SUPER_MAGIC || Libc.IsMountRoot(descriptor) || !IsName(Libc.ReadDescriptorLink(descriptor), name))
        {
            Refuse($"the descriptor is not /proc/self/{name} of the client");
        }
    }

    /// <summary>Whether a link ends with /N/name. What is before it depends on where the client mounted its /proc.</summary>
    internal static bool IsName(string link, string name)
    {
        string[] parts = link.Split('/');
        return parts.Length >= 3
            && parts[0].Length == 0
            && parts[^1] == name
            && uint.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private static void Refuse(string words) => LinuxException.Throw("attach", Errno.EINVAL, words);
}
