using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Hashing;
using EngineJob = WarpDrive.Engines.Hashing.HashJob;   // the library has a HashJob of its own

namespace WarpDrive.Bench;

/// <summary>Batches of 64 messages by each path of this machine, beside the runtime's one-shot over the same messages. Times are for one message.</summary>
public unsafe class HashBenchmarks
{
    private const int Count = 64;

    private readonly EngineJob[] _jobs = new EngineJob[Count];
    private readonly HashSegment[] _segments = new HashSegment[Count];
    private readonly byte[] _digest = new byte[HashKinds.MaxDigestSize];
    private readonly HashEngine _scalar = new(HashPath.Scalar);
    private byte* _memory;
    private HashEngine? _engine;

    [Params(HashKind.Md5, HashKind.Sha1, HashKind.Sha256, HashKind.Sha512, HashKind.Sm3)]
    public HashKind Kind { get; set; }

    [Params(64, 1024, 16 * 1024)]
    public int Size { get; set; }

    [Params(HashPath.Auto, HashPath.Vector128, HashPath.Vector256, HashPath.Vector512, HashPath.IpsecMb, HashPath.LibCrypto, HashPath.Scalar)]
    public HashPath Path { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(Count * (Size + HashKinds.MaxDigestSize)), 64);
        byte* outputs = _memory + Count * Size;
        Corpus.Take(Count * Size).CopyTo(new Span<byte>(_memory, Count * Size));
        for (int i = 0; i < Count; i++)
        {
            _segments[i] = new HashSegment { Data = _memory + i * Size, Length = Size };
            _jobs[i] = new EngineJob { Kind = Kind, FirstSegment = i, SegmentCount = 1, Output = outputs + i * HashKinds.MaxDigestSize };
        }

        _engine = new HashEngine(Path);
        Batch();
        byte[] digest = new byte[HashKinds.DigestSize(Kind)];
        new ReadOnlySpan<byte>(_jobs[Count - 1].Output, digest.Length).CopyTo(digest);
        _scalar.Run(_jobs, _segments);
        BenchmarkCheck.That(digest.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(_jobs[Count - 1].Output, digest.Length)), $"{Path} gives another digest");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _engine?.Dispose();
        _scalar.Dispose();
        NativeMemory.AlignedFree(_memory);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Batch() => _engine!.Run(_jobs, _segments);

    /// <summary>SM3, which the runtime lacks, runs on the scalar path.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void OneByOne()
    {
        foreach (HashSegment segment in _segments)
        {
            var message = new ReadOnlySpan<byte>(segment.Data, segment.Length);
            switch (Kind)
            {
                case HashKind.Md5:
                    MD5.HashData(message, _digest);
                    break;
                case HashKind.Sha1:
                    SHA1.HashData(message, _digest);
                    break;
                case HashKind.Sha256:
                    SHA256.HashData(message, _digest);
                    break;
                case HashKind.Sha512:
                    SHA512.HashData(message, _digest);
                    break;
                default:
                    _scalar.Run(_jobs, _segments);
                    return;
            }
        }
    }
}
