using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Ciphers;
using EngineJob = WarpDrive.Engines.Ciphers.CipherJob;   // the library has one of its own

namespace WarpDrive.Bench;

/// <summary>Batches of AES-128 and SM4 by each path, beside the runtime's AES on the same bytes, one call for each message.</summary>
public unsafe class CipherBenchmarks
{
    private const int Jobs = 32;

    private readonly byte[] _key = GC.AllocateArray<byte>(64, pinned: true);
    private readonly byte[] _iv = GC.AllocateArray<byte>(16, pinned: true);
    private readonly EngineJob[] _jobs = new EngineJob[Jobs];
    private readonly Aes _runtime = Aes.Create();
    private byte[] _source = [];
    private byte[] _destination = [];
    private CipherEngine? _engine;

    [Params(256, 16 * 1024)]
    public int Size { get; set; }

    [Params(CipherKind.Aes, CipherKind.Sm4)]
    public CipherKind Kind { get; set; }

    [Params(BlockMode.Cbc, BlockMode.Ctr, BlockMode.Xts)]
    public BlockMode Mode { get; set; }

    [ParamsSource(nameof(Paths))]
    public CipherPath Path { get; set; }

    public static IEnumerable<CipherPath> Paths =>
        Enum.GetValues<CipherPath>().Where(path => CipherEngine.IsAvailable(path, CipherKind.Aes, BlockMode.Cbc)
            || CipherEngine.IsAvailable(path, CipherKind.Sm4, BlockMode.Cbc));

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        random.NextBytes(_key);
        random.NextBytes(_iv);
        _source = GC.AllocateArray<byte>(Size * Jobs, pinned: true);
        _destination = GC.AllocateArray<byte>(Size * Jobs, pinned: true);
        random.NextBytes(_source);
        _runtime.Key = _key[..16];
        _engine = new CipherEngine(Path);
        for (int i = 0; i < Jobs; i++)
        {
            _jobs[i] = new EngineJob
            {
                Kind = Kind,
                Mode = Mode,
                Key = Pointer(_key),
                KeyLength = Mode == BlockMode.Xts ? 32 : 16,
                Iv = Pointer(_iv),
                Source = Pointer(_source) + i * Size,
                Destination = Pointer(_destination) + i * Size,
                Length = Size,
            };
        }

        Batch();
        byte[] first = _destination[^Size..];
        using var managed = new CipherEngine(CipherPath.Managed);
        managed.Run(_jobs);
        BenchmarkCheck.That(first.AsSpan().SequenceEqual(_destination.AsSpan()[^Size..]), $"{Path} gives another ciphertext than the managed path");
    }

    [GlobalCleanup]
    public void Cleanup() => _engine?.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Jobs)]
    public void RuntimeAesCbc()
    {
        for (int i = 0; i < Jobs; i++)
        {
            _runtime.EncryptCbc(_source.AsSpan(i * Size, Size), _iv, _destination.AsSpan(i * Size, Size), PaddingMode.None);
        }
    }

    [Benchmark(OperationsPerInvoke = Jobs)]
    public void Batch() => _engine!.Run(_jobs);

    private static byte* Pointer(byte[] pinned) =>
        (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
