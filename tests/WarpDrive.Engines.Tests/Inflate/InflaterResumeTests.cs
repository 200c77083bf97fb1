using System.IO.Compression;
using WarpDrive.Engines.Inflate;

namespace WarpDrive.Engines.Tests.Inflate;

/// <summary>Streams cut anywhere; between calls everything goes through the saved state into another instance.</summary>
public sealed class InflaterResumeTests
{
    private readonly Inflater _first = new();
    private readonly Inflater _second = new();
    private readonly byte[] _state = new byte[Inflater.StateSize];
    private bool _swap;

    [Fact]
    public void Byte_by_byte_input_and_output_give_the_same_bytes()
    {
        (byte[] plain, byte[] stream) = Samples.Mixed();
        foreach (int input in (int[])[1, 2, 3, 7])
        {
            foreach (int output in (int[])[1, 2, 5, 300])
            {
                Check(plain, stream, () => input, () => output);
            }
        }
    }

    [Fact]
    public void Every_single_cut_of_the_input_gives_the_same_bytes()
    {
        (byte[] plain, byte[] stream) = Samples.Mixed();
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            int next = cut;
            Check(plain, stream, () => Interlocked.Exchange(ref next, stream.Length), () => plain.Length + 100);
        }
    }

    [Fact]
    public void Every_single_cut_of_the_output_gives_the_same_bytes()
    {
        (byte[] plain, byte[] stream) = Samples.Mixed();
        for (int cut = 0; cut <= plain.Length; cut += 3)
        {
            int next = cut;
            Check(plain, stream, () => stream.Length, () => Interlocked.Exchange(ref next, plain.Length + 100));
        }
    }

    [Fact]
    public void Random_cuts_of_all_kinds_of_streams_give_the_same_bytes()
    {
        var random = new Random(31);
        foreach (byte[] plain in (byte[][])[Samples.Text(150_000, 1), Samples.Assembly(150_000), Samples.Random(70_000, 2), new byte[100_000]])
        {
            foreach (CompressionLevel level in Samples.Levels)
            {
                byte[] stream = Samples.Deflate(plain, level);
                for (int most = 10; most < 100_000; most *= 9)
                {
                    Check(plain, stream, () => random.Next(most), () => random.Next(most * 3));
                }
            }
        }
    }

    [Fact]
    public void A_distance_of_the_whole_window_reaches_into_the_history()
    {
        // Noise that repeats after exactly 32768 bytes; runs across the border of history and destination at every offset.
        byte[] half = Samples.Random(32768, 77);
        byte[] plain = [.. half, .. half, .. half[..1000]];
        byte[] stream = Samples.Deflate(plain, CompressionLevel.SmallestSize);
        for (int size = 32700; size < 32840; size++)
        {
            Check(plain, stream, () => stream.Length, () => size);
        }
    }

    [Fact]
    public void A_saved_state_is_the_same_after_it_was_loaded()
    {
        (byte[] plain, byte[] stream) = Samples.Mixed();
        byte[] again = new byte[Inflater.StateSize];
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            _first.InflateAll(stream.AsSpan(0, cut), new byte[plain.Length], out _, out _);
            _first.Save(_state);
            Assert.True(_second.Load(_state));
            _second.Save(again);
            Assert.True(_state.AsSpan().SequenceEqual(again));
            Assert.Equal(_first.Phase, _second.Phase);
            Assert.Equal(_first.CachedBits, _second.CachedBits);
            Assert.Equal(_first.CachedValue, _second.CachedValue);
            Assert.Equal(_first.IsFinalBlock, _second.IsFinalBlock);
            Assert.Equal(_first.StoredRemaining, _second.StoredRemaining);
            Assert.Equal(_first.MatchRemaining, _second.MatchRemaining);
        }
    }

    [Fact]
    public void A_state_needs_its_space()
    {
        Assert.Throws<ArgumentException>(() => _first.Save(new byte[Inflater.StateSize - 1]));
        Assert.False(_first.Load(new byte[Inflater.StateSize - 1]));
    }

    private void Check(byte[] plain, byte[] stream, Func<int> inputSize, Func<int> outputSize)
    {
        _first.Reset();
        _first.Save(_state);
        var window = new byte[Inflater.WindowSize];
        int fill = 0;
        int read = 0;
        int written = 0;
        var whole = new byte[plain.Length + 1];
        InflateStatus status = InflateStatus.NeedsInput;
        while (status != InflateStatus.Finished)
        {
            // Each call gets memory of its own, exactly as long as it may be.
            byte[] source = stream.AsSpan(read, Math.Min(inputSize(), stream.Length - read)).ToArray();
            byte[] destination = new byte[Math.Min(outputSize(), plain.Length + 1 - written)];
            Inflater inflater = (_swap = !_swap) ? _first : _second;
            Assert.True(inflater.Load(_state));
            status = inflater.Inflate(window.AsSpan(Inflater.WindowSize - fill), source, destination, out int consumed, out int produced);
            inflater.Save(_state);
            Assert.False(status.IsError(), status.Describe());
            Assert.InRange(inflater.CachedBits, 0, 39);
            if (status == InflateStatus.NeedsInput)
            {
                Assert.Equal(source.Length, consumed);
            }

            if (status == InflateStatus.NeedsOutput)
            {
                Assert.Equal(destination.Length, produced);
            }

            read += consumed;
            destination.AsSpan(0, produced).CopyTo(whole.AsSpan(written));
            written += produced;
            fill = Math.Min(written, Inflater.WindowSize);
            whole.AsSpan(written - fill, fill).CopyTo(window.AsSpan(Inflater.WindowSize - fill));
        }

        Assert.Equal(stream.Length, read);
        Assert.Equal(plain.Length, written);
        Assert.True(plain.AsSpan().SequenceEqual(whole.AsSpan(0, written)));
    }
}
