using System.Security.Cryptography;
using WarpDrive.Linux;

namespace WarpDrive.Tool.Output;

/// <summary>Which exceptions are the world's fault, and their words.</summary>
internal static class ErrorText
{
    private const int Epipe = 32;   // errno.h: the reader of a pipe has gone

    /// <summary>Whether the exception means a failed operation; anything else is a fault of the program and ends it.</summary>
    internal static bool IsExpected(Exception e) =>
        e is UserErrorException or IOException or UnauthorizedAccessException or InvalidDataException or LinuxException
            or TimeoutException or NotSupportedException or ArgumentException or InvalidOperationException or FormatException
            or OutOfMemoryException or CryptographicException;

    /// <summary>Whether the other end of the output pipe was closed: nobody wants to hear more.</summary>
    internal static bool IsBrokenPipe(Exception e) => e is IOException { HResult: Epipe };

    /// <summary>The failure in words.</summary>
    internal static string Describe(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "No such file or directory",
        LinuxException { Errno: Errno.ENOENT } => "No such file or directory",
        LinuxException { Errno: Errno.EISDIR } => "Is a directory",
        UnauthorizedAccessException or LinuxException { Errno: Errno.EACCES } => "Permission denied",
        OutOfMemoryException => "Not enough memory; use fewer --threads",
        _ => Messages.OneLine(e.Message),
    };
}
