using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Deflate;

namespace WarpDrive.Bench;

/// <summary>The encoder face over each engine and level of this machine, beside the runtime's DeflateStream at its fastest.</summary>
public class EncoderBenchmarks
{
    private readonly MemoryStream _stream = new();
    private byte[] _data = [];
    private byte[] _destination = [];
    private DeflateEncoder? _encoder;

    [Params(4 * 1024, 64 * 1024, 1024 * 1024)]
    public int Size { get; set; }

    [ParamsSource(nameof(Choices))]
    public string Engine { get; set; } = "";

    public static IEnumerable<string> Choices =>
        from info in DeflateEngines.Available
        where info.CanEncode
        from level in Enumerable.Range(info.MinLevel, info.MaxLevel - info.MinLevel + 1)
        where level is 1 or 3 or 6 || level == info.MinLevel
        select $"{info.Kind} {level}";

    [GlobalSetup]
    public void Setup()
    {
        _data = Corpus.Take(Size);
        _destination = new byte[DeflateBound.MaxEncodedLength(Size)];
        string[] choice = Engine.Split(' ');
        _encoder = DeflateEngines.CreateEncoder(Enum.Parse<DeflateEngineKind>(choice[0]), int.Parse(choice[1]));

        using var back = new DeflateStream(new MemoryStream(_destination, 0, Encode()), CompressionMode.Decompress);
        byte[] read = new byte[Size];
        back.ReadExactly(read);
        BenchmarkCheck.That(read.AsSpan().SequenceEqual(_data) && back.ReadByte() < 0, $"{Engine} does not read back");
    }

    [GlobalCleanup]
    public void Cleanup() => _encoder?.Dispose();

    [Benchmark(Baseline = true)]
    public long RuntimeStreamFastest()
    {
        _stream.SetLength(0);
        using (var deflate = new DeflateStream(_stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(_data);
        }

        return _stream.Length;
    }

    [Benchmark]
    public int Encode()
    {
        EncodeStatus status = _encoder!.Encode(_data, _destination, out int written);
        BenchmarkCheck.That(status == EncodeStatus.Done, "the encoder failed");
        return written;
    }
}
