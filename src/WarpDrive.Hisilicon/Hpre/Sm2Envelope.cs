using System.Buffers.Binary;
using System.Security.Cryptography;
using WarpDrive.Engines.Hashing;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>What SM2 encryption does beside the two point multiplications (GB/T 32918.4, hisi-hpre.md §6.7): key stream and C3, with any digest.</summary>
/// <remarks>Not thread safe: a queue's receiver. A warm call allocates nothing.</remarks>
internal sealed unsafe class Sm2Envelope : IDisposable
{
    private const int PointSize = 64;
    private const int MaxDigest = 64;
    private const int Batch = 16;   // counters hashed together: the widest lanes of the 32-bit digests

    private readonly HashEngine _engine = new();
    private readonly HashJob[] _jobs = new HashJob[Batch];
    private readonly HashSegment[] _segments = new HashSegment[2 * Batch];

    /// <summary>The engine's name of a digest that <see cref="Uacce.PublicKey.PublicKeySizes.Digest"/> has a size for.</summary>
    private static HashKind Kind(DigestAlgorithm hash) => hash switch
    {
        DigestAlgorithm.Md5 => HashKind.Md5,
        DigestAlgorithm.Sha1 => HashKind.Sha1,
        DigestAlgorithm.Sha224 => HashKind.Sha224,
        DigestAlgorithm.Sha256 => HashKind.Sha256,
        DigestAlgorithm.Sha384 => HashKind.Sha384,
        DigestAlgorithm.Sha512 => HashKind.Sha512,
        DigestAlgorithm.Sha512T224 => HashKind.Sha512T224,
        DigestAlgorithm.Sha512T256 => HashKind.Sha512T256,
        _ => HashKind.Sm3,
    };

    /// <summary>stream = KDF(x₂‖y₂): digests of point and counter, 32 bits big-endian from 1.</summary>
    /// <returns>False when the stream is all zero, which must not be used.</returns>
    internal bool TryDerive(DigestAlgorithm hash, ReadOnlySpan<byte> point, Span<byte> stream)
    {
        HashKind kind = Kind(hash);
        int size = HashKinds.DigestSize(kind);
        uint* counters = stackalloc uint[Batch];
        byte* digests = stackalloc byte[Batch * MaxDigest];
        uint counter = 1;
        fixed (byte* shared = point)
        {
            for (int done = 0; done < stream.Length;)
            {
                int jobs = Math.Min(Batch, (stream.Length - done + size - 1) / size);
                for (int i = 0; i < jobs; i++)
                {
                    counters[i] = BinaryPrimitives.ReverseEndianness(counter++);
                    _segments[2 * i] = new HashSegment { Data = shared, Length = PointSize };
                    _segments[(2 * i) + 1] = new HashSegment { Data = (byte*)(counters + i), Length = sizeof(uint) };
                    _jobs[i] = new HashJob { Kind = kind, FirstSegment = 2 * i, SegmentCount = 2, Output = digests + (i * MaxDigest) };
                }

                _engine.Run(_jobs.AsSpan(0, jobs), _segments.AsSpan(0, 2 * jobs));
                for (int i = 0; i < jobs; i++)
                {
                    int length = Math.Min(size, stream.Length - done);
                    new ReadOnlySpan<byte>(digests + (i * MaxDigest), length).CopyTo(stream[done..]);
                    done += length;
                }
            }
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(digests, Batch * MaxDigest));
        _engine.Clear();   // of the shared point
        return !HpreNumbers.IsZero(stream);
    }

    /// <summary>C3 = H(x₂‖M‖y₂).</summary>
    internal void Check(DigestAlgorithm hash, ReadOnlySpan<byte> point, ReadOnlySpan<byte> message, Span<byte> check)
    {
        byte* digest = stackalloc byte[MaxDigest];
        fixed (byte* shared = point, text = message)
        {
            _segments[0] = new HashSegment { Data = shared, Length = PointSize / 2 };
            _segments[1] = new HashSegment { Data = text, Length = message.Length };
            _segments[2] = new HashSegment { Data = shared + (PointSize / 2), Length = PointSize / 2 };
            _jobs[0] = new HashJob { Kind = Kind(hash), SegmentCount = 3, Output = digest };
            _engine.Run(_jobs.AsSpan(0, 1), _segments.AsSpan(0, 3));
        }

        _engine.Clear();   // of the shared point and the end of the message
        new ReadOnlySpan<byte>(digest, check.Length).CopyTo(check);
    }

    /// <summary>data ⊕= stream.</summary>
    internal static void Mix(Span<byte> data, ReadOnlySpan<byte> stream)
    {
        for (int i = 0; i < data.Length; i++)
        {
            data[i] ^= stream[i];
        }
    }

    public void Dispose() => _engine.Dispose();
}
