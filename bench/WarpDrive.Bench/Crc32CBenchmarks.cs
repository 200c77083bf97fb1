using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Checksums;

namespace WarpDrive.Bench;

/// <summary>CRC-32C by each path of this machine, beside a read of the same bytes, which is the ceiling.</summary>
public class Crc32CBenchmarks
{
    private byte[] _data = [];
    private uint _expected;

    [Params(4 * 1024, 64 * 1024, 1024 * 1024)]
    public int Size { get; set; }

    [ParamsSource(nameof(SupportedPaths))]
    public Crc32CPath Path { get; set; }

    public static IEnumerable<Crc32CPath> SupportedPaths => Enum.GetValues<Crc32CPath>().Where(Crc32C.IsSupported);

    [GlobalSetup]
    public void Setup()
    {
        _data = Corpus.Take(Size);
        _expected = Crc32C.Compute(_data, Crc32C.Initial, Crc32CPath.Sequential);
        BenchmarkCheck.That(Compute() == _expected, $"{Path} gives another checksum than the sequential path");
    }

    [Benchmark(Baseline = true)]
    public long ReadOnly() => MemoryCeiling.Read(_data);

    [Benchmark]
    public uint Compute() => Crc32C.Compute(_data, Crc32C.Initial, Path);
}
