using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

/// <summary>Checks, choices and limits of the engine itself.</summary>
public sealed unsafe class HashEngineTests
{
    [Theory]
    [InlineData(HashKind.Md5, 16, 64, 16)]
    [InlineData(HashKind.Sha1, 20, 64, 20)]
    [InlineData(HashKind.Sha224, 28, 64, 32)]
    [InlineData(HashKind.Sha256, 32, 64, 32)]
    [InlineData(HashKind.Sha384, 48, 128, 64)]
    [InlineData(HashKind.Sha512, 64, 128, 64)]
    [InlineData(HashKind.Sha512T224, 28, 128, 64)]
    [InlineData(HashKind.Sha512T256, 32, 128, 64)]
    [InlineData(HashKind.Sm3, 32, 64, 32)]
    public void Sizes_are_those_of_the_standards(HashKind kind, int digest, int block, int state)
    {
        Assert.Equal((digest, block, state), (HashKinds.DigestSize(kind), HashKinds.BlockSize(kind), HashKinds.StateSize(kind)));
    }

    [Fact]
    public void An_unknown_path_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new HashEngine((HashPath)99));

    [Fact]
    public void A_missing_path_is_told_by_name_and_reason()
    {
        foreach (HashPath path in Enum.GetValues<HashPath>())
        {
            if (Enum.GetValues<HashKind>().Any(kind => HashEngine.IsAvailable(path, kind)))
            {
                new HashEngine(path).Dispose();
            }
            else
            {
                HashPathUnavailableException e = Assert.Throws<HashPathUnavailableException>(() => new HashEngine(path));
                Assert.Equal(path, e.Path);
                Assert.Contains(path.ToString(), e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_closed_engine_refuses()
    {
        var engine = new HashEngine();
        engine.Dispose();
        engine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => engine.Run([], []));
    }

    [Fact]
    public void An_empty_batch_is_fine()
    {
        using var engine = new HashEngine();
        engine.Run([], []);
    }

    [Fact]
    public void A_batch_with_a_bad_job_runs_nothing()
    {
        AssertRefused(new HashJob { Kind = (HashKind)9 });
        AssertRefused(new HashJob { Part = (HashPart)4 });
        AssertRefused(new HashJob { FirstSegment = 2 });
        AssertRefused(new HashJob { FirstSegment = 1, SegmentCount = 1 });
        AssertRefused(new HashJob { FirstSegment = -1, SegmentCount = 1 });
        AssertRefused(new HashJob { SegmentCount = -1 });
        AssertRefused(new HashJob { IsHmac = true, KeyLength = 65 });
        AssertRefused(new HashJob { IsHmac = true, KeyLength = -1 });
        AssertRefused(new HashJob { Part = HashPart.First });                                             // nothing in it
        AssertRefused(new HashJob { Part = HashPart.Middle, SegmentCount = 1 });                          // 65 bytes
        AssertRefused(new HashJob { Kind = HashKind.Sha512, Part = HashPart.First, SegmentCount = 1 });
    }

    [Fact]
    public void Few_jobs_run_singly_and_many_together()
    {
        var selector = new HashSelector();
        foreach (HashSizeClass sizeClass in Enum.GetValues<HashSizeClass>())
        {
            selector.Pin(HashFamily.Sm3, sizeClass, new HashChoice(HashPath.Scalar, HashPath.Scalar, HashPath.Vector128, HashPath.Vector128, 4, 3));
        }

        using var engine = new HashEngine(HashPath.Auto, selector);
        Assert.Equal((HashPath.Scalar, 1), PathOf(engine, 2));
        Assert.Equal((HashPath.Vector128, 3), PathOf(engine, 3));
        Assert.Equal((HashPath.Vector128, 4), PathOf(engine, 9));
    }

    [Fact]
    public void What_is_left_of_long_messages_ends_on_the_single_stream()
    {
        var selector = new HashSelector();
        foreach (HashSizeClass sizeClass in Enum.GetValues<HashSizeClass>())
        {
            selector.Pin(HashFamily.Sha256, sizeClass, new HashChoice(HashPath.Scalar, HashPath.Scalar, HashPath.Vector128, HashPath.Vector128, 4, 3));
        }

        using var engine = new HashEngine(HashPath.Auto, selector);
        List<TestMessage> messages = [];
        foreach (int length in (int[])[9000, 8000, 100, 90, 70, 50, 0])
        {
            messages.Add(new TestMessage { Kind = HashKind.Sha256, Pieces = [HashVectors.Fill(7, length)] });
        }

        TestHash.Run(engine, messages);
        Assert.All(messages, message => Assert.Equal(SecondOpinion.Hash(message.Kind, message.Joined), message.Output));
        Assert.All(messages, message => Assert.Equal(HashPath.Vector128, message.Path));
    }

    [Fact]
    public void Choices_are_measured_once_and_can_be_explained()
    {
        var selector = new HashSelector();
        HashChoice choice = selector.Choose(HashKind.Sha224, 100);
        Assert.Same(choice, selector.Choose(HashKind.Sha256, 64));
        Assert.NotEmpty(selector.Measurements);
        Assert.All(selector.Measurements, measurement => Assert.True(measurement.NanosecondsPerCall > 0, measurement.ToString()));
        Assert.Contains(selector.Measurements, measurement => measurement.Chosen && measurement.Path == choice.OneShot);
        Assert.Contains(selector.Measurements, measurement => measurement.Path == HashPath.Scalar && measurement.Lanes == 1);
        Assert.True(choice.BreakEven >= 2);
        Assert.Contains(choice.Stream, (HashPath[])[HashPath.Scalar, HashPath.LibCrypto]);

        int measured = selector.Measurements.Count;
        selector.Prepare(HashKind.Sha256);
        Assert.True(selector.Measurements.Count > measured);   // the other classes of lengths
        Assert.Throws<ArgumentOutOfRangeException>(() => selector.Choose(HashKind.Md5, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => selector.Choose((HashKind)9, 1));
    }

    private static (HashPath Path, int Lanes) PathOf(HashEngine engine, int count)
    {
        var messages = Enumerable.Range(0, count).Select(i => new TestMessage { Kind = HashKind.Sm3, Pieces = [new byte[i + 600]] }).ToList();
        TestHash.Run(engine, messages);
        return (messages[0].Path, messages[0].Lanes);
    }

    /// <summary>Runs a good job and the bad one, over one segment of 65 bytes.</summary>
    private static void AssertRefused(HashJob bad)
    {
        using var engine = new HashEngine();
        byte* memory = stackalloc byte[65 + 2 * HashKinds.MaxDigestSize];
        new Span<byte>(memory, 65 + 2 * HashKinds.MaxDigestSize).Clear();
        HashJob[] jobs = [new HashJob { SegmentCount = 1, Output = memory + 65 }, bad];
        jobs[1].Output = memory + 65 + HashKinds.MaxDigestSize;
        HashSegment[] segments = [new HashSegment { Data = memory, Length = 65 }];
        bool refused = false;
        try
        {
            engine.Run(jobs, segments);
        }
        catch (ArgumentException)
        {
            refused = true;
        }

        Assert.True(refused);
        Assert.Equal(-1, new ReadOnlySpan<byte>(memory, 65 + 2 * HashKinds.MaxDigestSize).IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(HashPath.Scalar)]
    [InlineData(HashPath.Vector128)]
    public void Clearing_leaves_nothing_of_messages_in_the_buffers(HashPath path)
    {
        Assert.SkipUnless(HashEngine.IsAvailable(path, HashKind.Sm3), $"no {path} here");
        using var engine = new HashEngine(path);
        byte[] message = [.. Enumerable.Repeat((byte)0xA5, 100)];
        byte[] digests = new byte[64];
        fixed (byte* text = message, output = digests)
        {
            engine.Run(
                [
                    new HashJob { Kind = HashKind.Sm3, SegmentCount = 1, Output = output },
                    new HashJob { Kind = HashKind.Sm3, SegmentCount = 1, Output = output + 32 },
                ],
                [new HashSegment { Data = text, Length = message.Length }]);
        }

        Assert.False(engine.IsClear);
        engine.Clear();
        Assert.True(engine.IsClear);
    }
}
