using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Ciphers;
using EngineJob = WarpDrive.Engines.Ciphers.AeadJob;   // the library has one of its own

namespace WarpDrive.Bench;

/// <summary>One AEAD message, and a batch, by each path, beside the runtime's AES-GCM.</summary>
public unsafe class AeadBenchmarks
{
    private const int Jobs = 16;

    private readonly byte[] _key = GC.AllocateArray<byte>(16, pinned: true);
    private readonly byte[] _iv = GC.AllocateArray<byte>(12, pinned: true);
    private readonly byte[] _tags = GC.AllocateArray<byte>(Jobs * 16, pinned: true);
    private readonly EngineJob[] _jobs = new EngineJob[Jobs];
    private byte[] _source = [];
    private byte[] _destination = [];
    private AeadEngine? _engine;
    private AesGcm? _runtime;

    [Params(64, 1024, 16 * 1024)]
    public int Size { get; set; }

    [Params(AeadKind.AesGcm, AeadKind.AesCcm, AeadKind.Sm4Gcm, AeadKind.Sm4Ccm)]
    public AeadKind Kind { get; set; }

    [ParamsSource(nameof(Paths))]
    public CipherPath Path { get; set; }

    public static IEnumerable<CipherPath> Paths =>
        Enum.GetValues<CipherPath>().Where(path => AeadEngine.IsAvailable(path, AeadKind.AesGcm) || AeadEngine.IsAvailable(path, AeadKind.Sm4Gcm));

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        random.NextBytes(_key);
        random.NextBytes(_iv);
        _source = GC.AllocateArray<byte>(Size * Jobs, pinned: true);
        _destination = GC.AllocateArray<byte>(Size * Jobs, pinned: true);
        random.NextBytes(_source);
        _runtime = new AesGcm(_key, 16);
        _engine = new AeadEngine(Path);
        for (int i = 0; i < Jobs; i++)
        {
            _jobs[i] = new EngineJob
            {
                Kind = Kind,
                Key = Pointer(_key),
                KeyLength = 16,
                Iv = Pointer(_iv),
                IvLength = 12,
                Source = Pointer(_source) + i * Size,
                Destination = Pointer(_destination) + i * Size,
                Length = Size,
                Tag = Pointer(_tags) + i * 16,
                TagLength = 16,
            };
        }

        Batch();
        byte[] tag = _tags[^16..];
        using var managed = new AeadEngine(CipherPath.Managed);
        managed.Run(_jobs);
        BenchmarkCheck.That(tag.AsSpan().SequenceEqual(_tags.AsSpan()[^16..]), $"{Path} gives another tag than the managed path");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _engine?.Dispose();
        _runtime?.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Jobs)]
    public void RuntimeAesGcm()
    {
        for (int i = 0; i < Jobs; i++)
        {
            _runtime!.Encrypt(_iv, _source.AsSpan(i * Size, Size), _destination.AsSpan(i * Size, Size), _tags.AsSpan(i * 16, 16));
        }
    }

    [Benchmark(OperationsPerInvoke = Jobs)]
    public void Batch() => _engine!.Run(_jobs);

    [Benchmark]
    public void One() => _engine!.Run(_jobs.AsSpan(0, 1));

    private static byte* Pointer(byte[] pinned) =>
        (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
