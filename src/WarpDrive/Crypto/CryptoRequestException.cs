using System.Security.Cryptography;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>A cryptographic operation failed. The message says why and, where there is one, what a person can do about it.</summary>
public sealed class CryptoRequestException : CryptographicException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="status">How the operation ended.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public CryptoRequestException(RequestStatus status, string message, Exception? innerException = null)
        : base(message, innerException) => Status = status;

    /// <summary>How the operation ended; never <see cref="RequestStatus.Ok"/>.</summary>
    public RequestStatus Status { get; }
}
