using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>A compression operation failed. The message says why and, where there is one, what a person can do about it.</summary>
public sealed class CompressionException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="status">How the operation ended.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public CompressionException(CompressionStatus status, string message, Exception? innerException = null)
        : base(message, innerException) => Status = status;

    /// <summary>How the operation ended; never <see cref="CompressionStatus.Ok"/>.</summary>
    public CompressionStatus Status { get; }

    /// <summary>True when the compressed data is at fault, and not the machine.</summary>
    public bool IsDataError => Status is CompressionStatus.Truncated or CompressionStatus.BadData
        or CompressionStatus.ChecksumMismatch or CompressionStatus.BadHeader;
}
