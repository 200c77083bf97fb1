using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Testing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>The window code caps what compressors reach back to, whatever the engine and the mode (hisi-qm-zip.md B3, D8).</summary>
public sealed class ZipWindowTests
{
    private static readonly int[] s_windows = [4096, 8192, 16384, 24576, 32768];

    public enum Mode
    {
        Stateless,
        Pieces,
        Stateful,
        StatefulElsewhere,
        StatefulAtOnce,
    }

    public static TheoryData<DeflateEngineKind, Mode> Cases
    {
        get
        {
            var all = new TheoryData<DeflateEngineKind, Mode>();
            foreach (DeflateEngineInfo info in DeflateEngines.Available.Where(info => info.CanEncode))
            {
                foreach (Mode mode in Enum.GetValues<Mode>())
                {
                    all.Add(info.Kind, mode);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_match_reaches_back_beyond_the_window_of_the_code(DeflateEngineKind engine, Mode mode)
    {
        byte[] data = ZipData.Of(120_000).Single(d => d.Name == "assembly").Bytes;
        for (byte code = 0; code < s_windows.Length; code++)
        {
            foreach (int level in (int[])[0, 6])
            {
                DeflateWalker walker = Compress(data, code, engine, mode, level);
                Assert.True(data.AsSpan().SequenceEqual(walker.Output));
                Assert.True(walker.LargestDistance <= s_windows[code], $"code {code} level {level}: {walker.LargestDistance}");
                Assert.True(walker.LargestDistance > s_windows[code] / 2, $"code {code} level {level}: {walker.LargestDistance} only");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_came_before_too_far_back_is_not_found(DeflateEngineKind engine, Mode mode)
    {
        var random = new Random(3);
        var phrase = new byte[2000];
        random.NextBytes(phrase);
        for (byte code = 0; code < s_windows.Length; code++)
        {
            // Bytes without a match, so that only the phrase can have one: close enough for the window, or just not.
            int[] gaps = code == 4 ? [20_000] : [s_windows[code] / 4, s_windows[code] + 300];
            foreach (int gap in gaps)
            {
                var noise = new byte[gap];
                random.NextBytes(noise);
                byte[] data = [.. phrase, .. noise, .. phrase, .. new byte[40]];
                DeflateWalker walker = Compress(data, code, engine, mode, level: 6);
                Assert.True(data.AsSpan().SequenceEqual(walker.Output));
                bool found = walker.Matched.GetValueOrDefault(gap + phrase.Length) > phrase.Length / 2;
                Assert.True(walker.LargestDistance <= s_windows[code] && found == (gap + phrase.Length <= s_windows[code]), $"code {code} gap {gap}: {walker.LargestDistance}");
            }
        }
    }

    [Fact]
    public void Windows_may_change_within_a_stream()
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress);
        byte[] data = ZipData.Of(90_000).Single(d => d.Name == "assembly").Bytes;
        ulong source = arena.Put(data);
        ulong context = arena.Take(ZipContextLayout.BufferSize);
        ulong packed = arena.Take(200_000);
        int made = 0;
        for (int i = 0; i < 9; i++)
        {
            CompressionRequest request = Request(source + (ulong)(i * 10_000), 10_000, packed + (ulong)made, 20_000, (byte)(i % 5));
            request.StreamContext = context;
            request.Flags = CompressionRequestFlags.Stateful | (i == 0 ? CompressionRequestFlags.First : 0) | (i == 8 ? CompressionRequestFlags.Last : 0);
            CompressionCompletion done = loop.Run(in request, arena);
            Assert.Equal(i == 8 ? RequestStatus.StreamEnd : RequestStatus.Ok, done.Status);
            made += done.Produced;
        }

        Assert.True(data.AsSpan().SequenceEqual(ZipData.Decompress(CompressionFormat.Deflate, Arena.At(packed, made).ToArray())));
    }

    private static DeflateWalker Compress(byte[] data, byte code, DeflateEngineKind engine, Mode mode, int level)
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress, level: level, engine: engine, executors: mode == Mode.StatefulElsewhere ? 2 : 1);
        ulong source = arena.Put(data);
        int space = (data.Length * 2) + 1000;
        ulong packed = arena.Take(space);
        CompressionRequest request = Request(source, data.Length, packed, space, code);
        if (mode == Mode.Stateless)
        {
            CompressionCompletion done = loop.Run(in request, arena);
            Assert.Equal(RequestStatus.Ok, done.Status);
            return DeflateWalker.Walk(Arena.At(packed, done.Produced).ToArray());
        }

        if (mode == Mode.Pieces)
        {
            ulong rest = arena.Take(data.Length);
            data.AsSpan(1000).CopyTo(Arena.At(rest, data.Length));
            request.SourceList = [new ScatterSegment(source, 1000), new ScatterSegment(rest, data.Length - 1000)];
            CompressionCompletion done = loop.Run(in request, arena);
            Assert.Equal(RequestStatus.Ok, done.Status);
            return DeflateWalker.Walk(Arena.At(packed, done.Produced).ToArray());
        }

        request.StreamContext = arena.Take(ZipContextLayout.BufferSize);
        int made = 0;
        for (int at = 0, piece = mode == Mode.StatefulAtOnce ? data.Length : 3000; at < data.Length; at += piece)
        {
            piece = Math.Min(piece, data.Length - at);
            bool last = at + piece == data.Length;
            request.Source = source + (ulong)at;
            request.SourceLength = piece;
            request.Destination = packed + (ulong)made;
            request.DestinationLength = space - made;
            request.Flags = CompressionRequestFlags.Stateful | (at == 0 ? CompressionRequestFlags.First : 0) | (last ? CompressionRequestFlags.Last : 0);
            CompressionCompletion done = loop.Run(in request, arena);
            Assert.Equal((last ? RequestStatus.StreamEnd : RequestStatus.Ok, piece), (done.Status, done.Consumed));
            made += done.Produced;
        }

        return DeflateWalker.Walk(Arena.At(packed, made).ToArray());
    }

    private static CompressionRequest Request(ulong source, int length, ulong destination, int space, byte code) => new()
    {
        Format = CompressionFormat.Deflate,
        WindowCode = code,
        Source = source,
        SourceLength = length,
        Destination = destination,
        DestinationLength = space,
    };
}
