using System.Security.Cryptography;

namespace WarpDrive.Engines.Hashing;

/// <summary>The one-shot methods of the runtime.</summary>
internal static unsafe class RuntimeHashes
{
    /// <summary>Whether the runtime has a hash function; SHA-224, SHA-512/t and SM3 it lacks.</summary>
    internal static bool Has(HashKind kind) => kind is HashKind.Md5 or HashKind.Sha1 or HashKind.Sha256 or HashKind.Sha384 or HashKind.Sha512;

    /// <summary>Runs a job of a kind that the runtime has and of the form that <see cref="HashEngine"/> calls plain.</summary>
    internal static void Run(HashJob* job, HashSegment* segments)
    {
        HashSegment* segment = segments + job->FirstSegment;
        ReadOnlySpan<byte> message = job->SegmentCount == 0 ? [] : new ReadOnlySpan<byte>(segment->Data, segment->Length);
        var digest = new Span<byte>(job->Output, HashKinds.DigestSize(job->Kind));
        _ = job->Kind switch
        {
            HashKind.Md5 => MD5.HashData(message, digest),
            HashKind.Sha1 => SHA1.HashData(message, digest),
            HashKind.Sha256 => SHA256.HashData(message, digest),
            HashKind.Sha384 => SHA384.HashData(message, digest),
            _ => SHA512.HashData(message, digest),
        };
        job->Path = HashPath.Runtime;
        job->Lanes = 1;
    }
}
