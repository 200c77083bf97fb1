using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Checksums;

namespace WarpDrive.Bench;

/// <summary>Adler-32 by each path of this machine, beside a read of the same bytes, which is the ceiling.</summary>
public class Adler32Benchmarks
{
    private byte[] _data = [];
    private uint _expected;

    [Params(4 * 1024, 64 * 1024, 1024 * 1024)]
    public int Size { get; set; }

    [ParamsSource(nameof(SupportedPaths))]
    public Adler32Path Path { get; set; }

    public static IEnumerable<Adler32Path> SupportedPaths => Enum.GetValues<Adler32Path>().Where(Adler32.IsSupported);

    [GlobalSetup]
    public void Setup()
    {
        _data = Corpus.Take(Size);
        _expected = Adler32.Compute(_data, Adler32.Initial, Adler32Path.Sequential);
        BenchmarkCheck.That(Compute() == _expected, $"{Path} gives another checksum than the sequential path");
    }

    [Benchmark(Baseline = true)]
    public long ReadOnly() => MemoryCeiling.Read(_data);

    [Benchmark]
    public uint Compute() => Adler32.Compute(_data, Adler32.Initial, Path);
}
