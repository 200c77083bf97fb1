using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>What happens to a tag once it is computed.</summary>
internal static unsafe class AeadTags
{
    /// <summary>
    /// Encrypting, writes the tag. Decrypting, compares it in constant time and, when it is wrong, zeroes the payload, so that nobody sees plaintext
    /// that is not authentic.
    /// </summary>
    /// <param name="tag">The computed tag, 16 bytes.</param>
    /// <param name="job">The job, in which a mismatch is noted.</param>
    internal static void Deliver(byte* tag, ref AeadJob job)
    {
        var computed = new ReadOnlySpan<byte>(tag, job.TagLength);
        var given = new Span<byte>(job.Tag, job.TagLength);
        if (!job.Decrypt)
        {
            computed.CopyTo(given);
        }
        else if (!CryptographicOperations.FixedTimeEquals(computed, given))
        {
            Refuse(ref job);
        }
    }

    /// <summary>Notes a mismatch and zeroes the payload.</summary>
    internal static void Refuse(ref AeadJob job)
    {
        job.TagMismatch = true;
        CryptographicOperations.ZeroMemory(new Span<byte>(job.Destination, job.Length));
    }
}
