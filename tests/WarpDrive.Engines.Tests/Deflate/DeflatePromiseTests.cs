using System.Collections.Concurrent;
using System.IO.Compression;
using System.Runtime.InteropServices;
using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>A level promises a ratio: every engine that the table names for it keeps it, on assemblies and on XML.</summary>
public sealed class DeflatePromiseTests
{
    /// <summary>Sample for the fast levels. Single pieces differ by several percent between two engines; the promise is about many.</summary>
    private const int ManyBytes = 12 << 20;

    /// <summary>Sample for the slow levels, where the engines' ratios differ less from piece to piece.</summary>
    private const int FewBytes = 2 << 20;

    private static readonly Lazy<byte[]> s_assemblies = new(LoadAssemblies);
    private static readonly ConcurrentDictionary<(string Corpus, int Length, int Sample, DeflateChoice Choice), double> s_ratios = new();
    private static readonly ConcurrentDictionary<(string Corpus, int Length, int Sample, DeflateChoice Choice), double> s_pieceRatios = new();

    public static TheoryData<string, int> Corpora =>
        new() { { "assembly", 4096 }, { "assembly", 65536 }, { "assembly", 1 << 20 }, { "xml", 4096 }, { "xml", 65536 }, { "xml", 1 << 20 } };

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Fastest_reaches_the_ratio_of_the_runtimes_Fastest(string corpus, int length)
    {
        double yardstick = Ratio(corpus, length, ManyBytes, piece => Reference.Deflate(piece, CompressionLevel.Fastest).Length);
        AssertKept(corpus, length, DeflatePromise.Fastest, ManyBytes, yardstick * 0.999);
    }

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Levels_1_to_9_reach_the_ratio_of_zlib(string corpus, int length)
    {
        Assert.SkipUnless(ClassicZlib.IsHere, "libz.so.1 is not installed (Debian: zlib1g)");
        for (int level = 1; level <= 9; level++)
        {
            int sample = level == 1 ? ManyBytes : FewBytes;
            double yardstick = Ratio(corpus, length, sample, piece => ClassicZlib.RawLength(piece, level));
            double share = level == 1 ? 0.98 : 0.99;
            AssertKept(corpus, length, (DeflatePromise)level, sample, yardstick * share);

            // A piece that is not the last ends with 3 bits, 0 to 7 of padding and 4 bytes, whoever flushes: zlib would add as much.
            AssertPiecesKept(corpus, length, (DeflatePromise)level, sample, length / ((length / yardstick) + 4) * share);
        }
    }

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Stream_encoders_reach_the_ratio_of_Fastest_too(string corpus, int length)
    {
        double yardstick = Ratio(corpus, length, ManyBytes, piece => Reference.Deflate(piece, CompressionLevel.Fastest).Length);
        byte[] room = new byte[DeflateBound.MaxCompressedLength(length)];
        foreach (DeflateChoice choice in DeflatePromiseTable.Candidates(
            DeflateOperation.StreamEncode, DeflatePromise.Fastest, DeflateSelector.SizeClassOf(length)))
        {
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(choice.Kind, choice.Level);
            double ratio = Ratio(corpus, length, ManyBytes, piece =>
            {
                encoder.Reset([]);
                Assert.Equal(StreamEncodeStatus.Done, encoder.Write(piece, room, DeflateFlush.Finish, out _, out int written));
                return written;
            });
            Assert.True(ratio >= yardstick * 0.999, $"{choice}: {ratio:F4} of {yardstick:F4}");
        }
    }

    [Fact]
    public void The_runtime_alone_keeps_every_promise()
    {
        foreach (DeflatePromise promise in Enum.GetValues<DeflatePromise>())
        {
            foreach (DeflateSizeClass sizeClass in Enum.GetValues<DeflateSizeClass>())
            {
                Assert.NotEqual(DeflatePromiseTable.None, DeflatePromiseTable.LevelOf(DeflateEngineKind.Runtime, promise, sizeClass));
            }
        }
    }

    private static void AssertKept(string corpus, int length, DeflatePromise promise, int sample, double least)
    {
        List<DeflateChoice> candidates = DeflatePromiseTable.Candidates(
            DeflateOperation.Encode, promise, DeflateSelector.SizeClassOf(length));
        Assert.Contains(candidates, choice => choice.Kind == DeflateEngineKind.Runtime);
        foreach (DeflateChoice choice in candidates)
        {
            double ratio = s_ratios.GetOrAdd((corpus, length, sample, choice), key =>
            {
                using DeflateEncoder encoder = DeflateEngines.CreateEncoder(choice.Kind, choice.Level);
                byte[] room = new byte[DeflateBound.MaxEncodedLength(length)];
                return Ratio(corpus, length, sample, piece =>
                {
                    Assert.Equal(EncodeStatus.Done, encoder.Encode(piece, room, out int written));
                    return written;
                });
            });
            TestContext.Current.TestOutputHelper?.WriteLine($"{promise} {corpus} {length}: {choice} {ratio:F4}, at least {least:F4}");
            Assert.True(ratio >= least, $"{promise} on {corpus} in pieces of {length}: {choice} gives {ratio:F4}, promised {least:F4}");
        }
    }

    private static void AssertPiecesKept(string corpus, int length, DeflatePromise promise, int sample, double least)
    {
        foreach (DeflateChoice choice in DeflatePromiseTable.Candidates(
            DeflateOperation.PieceEncode, promise, DeflateSelector.SizeClassOf(length)))
        {
            double ratio = s_pieceRatios.GetOrAdd((corpus, length, sample, choice), key =>
            {
                using DeflatePieceEncoder encoder = DeflateEngines.CreatePieceEncoder(choice.Kind, choice.Level);
                byte[] room = new byte[DeflateBound.MaxCompressedLength(length)];
                return Ratio(corpus, length, sample, piece =>
                {
                    Assert.Equal(EncodeStatus.Done, encoder.Encode(piece, room, last: false, out int written));
                    return written;
                });
            });
            Assert.True(
                ratio >= least, $"{promise} on {corpus} in pieces of a stream of {length}: {choice} gives {ratio:F4}, promised {least:F4}");
        }
    }

    /// <summary>The ratio over pieces spread evenly over the framework's assemblies or the reference pack's XML.</summary>
    private static double Ratio(string corpus, int length, int sample, Func<byte[], int> encode)
    {
        byte[] all = corpus == "assembly" ? s_assemblies.Value : Corpus.All(corpus);
        int count = Math.Min(sample, all.Length) / length;
        long packed = 0;
        for (int i = 0; i < count; i++)
        {
            packed += encode(all.AsSpan((int)((long)(all.Length - length) * i / count), length).ToArray());
        }

        return (double)count * length / packed;
    }

    private static byte[] LoadAssemblies()
    {
        using var joined = new MemoryStream();
        foreach (string file in Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Order(StringComparer.Ordinal))
        {
            joined.Write(File.ReadAllBytes(file));
        }

        return joined.ToArray();
    }
}
