using System.Diagnostics;

namespace WarpDrive.Engines.Deflate;

/// <summary>Measures candidates against each other on bytes that every machine has: those of the core library.</summary>
internal sealed class DeflateCalibration
{
    /// <summary>Rounds stop after this long, but not before every candidate has had two.</summary>
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(12);

    private const int MinRounds = 2;
    private const int MaxRounds = 12;

    private readonly byte[] _sample;
    private readonly int _pieceLength;
    private readonly byte[] _packed;
    private readonly int[] _packedEnds;
    private readonly byte[] _output;

    private DeflateCalibration(DeflateOperation operation, DeflateSizeClass sizeClass)
    {
        // A quarter of the length that stands for the large class: the speeds are those of 1 MiB, in a quarter of the time.
        (_pieceLength, int pieces) = sizeClass switch
        {
            DeflateSizeClass.Small => (4 * 1024, 8),
            DeflateSizeClass.Medium => (64 * 1024, 2),
            _ => (256 * 1024, 1),
        };
        _sample = LoadSample(_pieceLength * pieces);
        _output = new byte[DeflateBound.MaxCompressedLength(_pieceLength)];
        _packedEnds = new int[pieces];
        _packed = [];
        if (operation == DeflateOperation.Decode)
        {
            _packed = new byte[DeflateBound.MaxEncodedLength(_pieceLength) * pieces];
            Pack();
        }
    }

    /// <summary>Plain bytes per second of every candidate, each in its fastest round; rounds alternate between the candidates.</summary>
    internal static double[] Measure(DeflateOperation operation, DeflateSizeClass sizeClass, List<DeflateChoice> candidates)
    {
        var calibration = new DeflateCalibration(operation, sizeClass);
        long[] best = new long[candidates.Count];
        Array.Fill(best, long.MaxValue);
        var runs = new List<(IDisposable Engine, Action Round)>();
        try
        {
            foreach (DeflateChoice candidate in candidates)
            {
                runs.Add(calibration.Prepare(operation, candidate));
            }

            long start = Stopwatch.GetTimestamp();
            for (int round = 0; round < MaxRounds && (round < MinRounds || Stopwatch.GetElapsedTime(start) < s_budget); round++)
            {
                for (int i = 0; i < runs.Count; i++)
                {
                    long begin = Stopwatch.GetTimestamp();
                    runs[i].Round();
                    best[i] = Math.Min(best[i], Stopwatch.GetTimestamp() - begin);
                }
            }
        }
        finally
        {
            runs.ForEach(run => run.Engine.Dispose());
        }

        return [.. best.Select(ticks => calibration._sample.Length * (double)Stopwatch.Frequency / Math.Max(1, ticks))];
    }

    private (IDisposable Engine, Action Round) Prepare(DeflateOperation operation, DeflateChoice candidate)
    {
        switch (operation)
        {
            case DeflateOperation.Encode:
                DeflateEncoder encoder = DeflateEngines.CreateEncoder(candidate.Kind, candidate.Level);
                return (encoder, () => Encode(encoder));
            case DeflateOperation.StreamEncode:
                DeflateStreamEncoder stream = DeflateEngines.CreateStreamEncoder(candidate.Kind, candidate.Level);
                return (stream, () => StreamEncode(stream));
            case DeflateOperation.PieceEncode:
                DeflatePieceEncoder pieces = DeflateEngines.CreatePieceEncoder(candidate.Kind, candidate.Level);
                return (pieces, () => PieceEncode(pieces));
            default:
                InflateDecoder decoder = DeflateEngines.CreateDecoder(candidate.Kind);
                return (decoder, () => Decode(decoder));
        }
    }

    private void Encode(DeflateEncoder encoder)
    {
        for (int at = 0; at < _sample.Length; at += _pieceLength)
        {
            Require(encoder.Encode(_sample.AsSpan(at, _pieceLength), _output, out _) == EncodeStatus.Done, encoder.Kind);
        }
    }

    private void StreamEncode(DeflateStreamEncoder encoder)
    {
        for (int at = 0; at < _sample.Length; at += _pieceLength)
        {
            encoder.Reset([]);
            StreamEncodeStatus status = encoder.Write(_sample.AsSpan(at, _pieceLength), _output, DeflateFlush.Sync, out _, out _);
            Require(status == StreamEncodeStatus.Done, encoder.Kind);
        }
    }

    private void PieceEncode(DeflatePieceEncoder encoder)
    {
        for (int at = 0; at < _sample.Length; at += _pieceLength)
        {
            Require(encoder.Encode(_sample.AsSpan(at, _pieceLength), _output, last: false, out _) == EncodeStatus.Done, encoder.Kind);
        }
    }

    private void Decode(InflateDecoder decoder)
    {
        int start = 0;
        foreach (int end in _packedEnds)
        {
            DecodeStatus status = decoder.Decode(_packed.AsSpan(start, end - start), _output, out _, out _);
            Require(status == DecodeStatus.Done, decoder.Kind);
            start = end;
        }
    }

    private void Pack()
    {
        using DeflateEncoder encoder = DeflateEngines.CreateEncoder(DeflateEngineKind.Runtime, 6);
        int end = 0;
        for (int i = 0; i < _packedEnds.Length; i++)
        {
            EncodeStatus status = encoder.Encode(_sample.AsSpan(i * _pieceLength, _pieceLength), _packed.AsSpan(end), out int written);
            Require(status == EncodeStatus.Done, encoder.Kind);
            end += written;
            _packedEnds[i] = end;
        }
    }

    /// <summary>Bytes from the middle of the core library; bytes of its names where it is not a file (ahead-of-time compiled programs).</summary>
    private static byte[] LoadSample(int length)
    {
        byte[] sample = new byte[length];
        string path = Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "System.Private.CoreLib.dll");
        try
        {
            using FileStream file = File.OpenRead(path);
            file.Position = Math.Max(0, (file.Length - length) / 2);
            if (file.ReadAtLeast(sample, length, throwOnEndOfStream: false) == length)
            {
                return sample;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Text made below does as well, it only ranks the engines a little less truly.
        }

        var random = new Random(1);
        for (int i = 0; i < sample.Length; i++)
        {
            int back = random.Next(1, 4096);
            sample[i] = i >= back && random.Next(8) != 0 ? sample[i - back] : (byte)random.Next(64);
        }

        return sample;
    }

    private static void Require(bool success, DeflateEngineKind kind)
    {
        if (!success)
        {
            throw new DeflateEngineUnavailableException(kind, "it failed on the calibration sample");
        }
    }
}
