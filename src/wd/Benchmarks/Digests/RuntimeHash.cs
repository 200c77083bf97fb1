using System.Security.Cryptography;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>The one-shot method of the runtime's class.</summary>
internal sealed unsafe class RuntimeHash : BatchContestant
{
    private readonly delegate*<ReadOnlySpan<byte>, Span<byte>, int> _hash;

    internal RuntimeHash(MessageSet messages, DigestAlgorithm algorithm)
        : base(messages, algorithm.HashSize()) => _hash = MethodOf(algorithm);

    /// <summary>Whether the runtime has the digest.</summary>
    internal static bool Has(DigestAlgorithm algorithm) => MethodOf(algorithm) != null;

    /// <summary>What reports call it.</summary>
    internal static string NameOf(DigestAlgorithm algorithm) => $"{algorithm.AlgorithmName().ToUpperInvariant()}.HashData";

    /// <summary>The method, or null.</summary>
    internal static delegate*<ReadOnlySpan<byte>, Span<byte>, int> MethodOf(DigestAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case DigestAlgorithm.Md5:
                return &MD5.HashData;
            case DigestAlgorithm.Sha1:
                return &SHA1.HashData;
            case DigestAlgorithm.Sha256:
                return &SHA256.HashData;
            case DigestAlgorithm.Sha384:
                return &SHA384.HashData;
            case DigestAlgorithm.Sha512:
                return &SHA512.HashData;
            default:
                return null;
        }
    }

    public override int Run(long index)
    {
        ReadOnlySpan<byte> messages = Messages.Of(index);
        Span<byte> results = Results;
        int size = Messages.Size;
        while (!messages.IsEmpty)
        {
            _ = _hash(messages[..size], results);
            messages = messages[size..];
            results = results[ResultSize..];
        }

        return Results.Length;
    }
}
