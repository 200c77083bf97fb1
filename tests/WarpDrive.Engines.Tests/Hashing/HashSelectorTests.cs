using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

/// <summary>When the choice of a path measures, and when there is nothing to measure.</summary>
public sealed unsafe class HashSelectorTests
{
    private const int Length = 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Jobs_that_fill_all_or_half_the_lanes_of_the_only_path_for_many_measure_nothing(int part)
    {
        HashPath[] lanes = [.. HashCalibration.Candidates(HashKind.Md5).Where(path => HashEngine.LanesOf(path, HashKind.Md5) > 1)];
        Assert.SkipUnless(lanes.Length == 1, "this machine has no vectors");
        var selector = new HashSelector();

        Run(selector, HashEngine.LanesOf(lanes[0], HashKind.Md5) / part);
        Assert.Empty(selector.Measurements);

        Run(selector, 1);
        Assert.NotEmpty(selector.Measurements);
    }

    private static void Run(HashSelector selector, int count)
    {
        using var engine = new HashEngine(HashPath.Auto, selector);
        byte[] messages = GC.AllocateArray<byte>(count * Length, pinned: true), digests = GC.AllocateArray<byte>(count * 16, pinned: true);
        new Random(3).NextBytes(messages);
        fixed (byte* from = messages, to = digests)
        {
            var segments = new HashSegment[count];
            var jobs = new HashJob[count];
            for (int i = 0; i < count; i++)
            {
                segments[i] = new HashSegment { Data = from + (i * Length), Length = Length };
                jobs[i] = new HashJob { Kind = HashKind.Md5, FirstSegment = i, SegmentCount = 1, Output = to + (i * 16) };
            }

            engine.Run(jobs, segments);
        }

        for (int i = 0; i < count; i++)
        {
            Assert.Equal(System.Security.Cryptography.MD5.HashData(messages.AsSpan(i * Length, Length)), digests.AsSpan(i * 16, 16).ToArray());
        }
    }
}
