using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Bench;

/// <summary>GHASH by each path of this machine, beside a read of the same bytes, which is the ceiling.</summary>
public unsafe class GhashBenchmarks
{
    private readonly GhashKey _key = new();
    private byte* _memory;

    [Params(1024, 16 * 1024)]
    public int Size { get; set; }

    [ParamsSource(nameof(SupportedPaths))]
    public string Path { get; set; } = "";

    public static IEnumerable<string> SupportedPaths =>
        Enum.GetValues<GhashPath>().Where(path => path != GhashPath.Auto && Ghash.IsSupported(path)).Select(path => path.ToString());

    [GlobalSetup]
    public void Setup()
    {
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)Size, 64);
        Corpus.Take(Size).AsSpan(0, Size).CopyTo(new Span<byte>(_memory, Size));
        _key.Set(Corpus.Take(16).AsSpan(0, 16));
        BenchmarkCheck.That(Hash(Path) == Hash(nameof(GhashPath.Portable)), $"{Path} gives another hash than the portable path");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _key.Dispose();
        NativeMemory.AlignedFree(_memory);
    }

    [Benchmark(Baseline = true)]
    public long ReadOnly() => MemoryCeiling.Read(new ReadOnlySpan<byte>(_memory, Size));

    [Benchmark]
    public UInt128 Compute() => Hash(Path);

    private UInt128 Hash(string path)
    {
        byte* sum = stackalloc byte[16];
        new Span<byte>(sum, 16).Clear();
        Ghash.Update(_key, sum, _memory, Size, Enum.Parse<GhashPath>(path));
        return *(UInt128*)sum;
    }
}
