using System.Diagnostics.CodeAnalysis;

namespace WarpDrive.Linux;

/// <summary>A call of the kernel, or of something that answers as the kernel would, failed with an error number.</summary>
public sealed class LinuxException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="call">What was called, e.g. <c>open</c> or <c>START_Q</c>.</param>
    /// <param name="errno">Why it failed.</param>
    /// <param name="detail">The argument that matters and, where there is one, what a person can do about it.</param>
    public LinuxException(string call, Errno errno, string? detail = null)
        : base(detail is null ? $"{call}: {errno}" : $"{call}: {errno} ({detail})")
    {
        Call = call;
        Errno = errno;
        Detail = detail;
    }

    /// <summary>What was called.</summary>
    public string Call { get; }

    /// <summary>Why it failed.</summary>
    public Errno Errno { get; }

    /// <summary>The argument that matters and what can be done about it; null when there is no more to say.</summary>
    public string? Detail { get; }

    /// <summary>Throws; kept out of line so that callers stay small.</summary>
    /// <param name="call">What was called.</param>
    /// <param name="errno">Why it failed.</param>
    /// <param name="detail">The argument that matters.</param>
    [DoesNotReturn]
    public static void Throw(string call, Errno errno, string? detail = null) => throw new LinuxException(call, errno, detail);
}
