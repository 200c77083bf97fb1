using WarpDrive.Tests.Fakes;

namespace WarpDrive.Tests;

/// <summary>The memory that requests are copied through, as a ring of requests.</summary>
public sealed class ReservedMemoryTests
{
    private const int Length = 4096;

    [Theory]
    [InlineData(64, 1)]
    [InlineData(640, 2)]
    [InlineData(Length, 3)]
    public void Requests_in_flight_never_share_a_byte_and_room_comes_back(int longest, int seed)
    {
        using var memory = new ReservedMemory(new FakeRegion(Length), Length, isOptional: false);
        var live = new List<(ulong Start, int Length)>();
        var random = new Random(seed);
        for (int step = 0; step < 20_000; step++)
        {
            int kind = random.Next(5);
            if (kind < 2 && live.Count > 0)
            {
                memory.EndOldest();
                live.RemoveAt(0);
            }
            else if (kind == 2 && live.Count > 0)
            {
                memory.DropNewest();
                live.RemoveAt(live.Count - 1);
            }
            else
            {
                int length = ReservedMemory.Rounded(random.Next(1, longest + 1));
                if (!memory.TryBegin(length))
                {
                    Assert.NotEmpty(live);   // an empty ring has room for whatever fits at all
                    continue;
                }

                ulong start = memory.Room(length);
                Assert.Equal(0u, start % 64);
                Assert.DoesNotContain(live, other => start < other.Start + (ulong)other.Length && other.Start < start + (ulong)length);
                live.Add((start, length));
            }
        }

        live.ForEach(_ => memory.EndOldest());
        Assert.True(memory.TryBegin(Length));
    }

    [Fact]
    public void A_request_longer_than_the_memory_finds_no_room()
    {
        using var memory = new ReservedMemory(new FakeRegion(Length), Length, isOptional: true);
        Assert.False(memory.TryBegin(Length + 64));
        Assert.Equal(Length / 4, memory.LongestRequest);
        Assert.True(memory.TryBegin(Length));
        Assert.False(memory.TryBegin(64));
    }

    [Fact]
    public unsafe void Secrets_are_cleared_when_their_request_ends()
    {
        var region = new FakeRegion(Length);
        region.Slice(0, Length).Clear();
        using var memory = new ReservedMemory(region, Length, isOptional: false);
        byte[] secret = [.. Enumerable.Repeat((byte)0xA5, 32)];
        fixed (byte* at = secret)
        {
            Assert.True(memory.TryBegin(128));
            _ = memory.PutSecret((ulong)at, 32);
            _ = memory.PutSecret((ulong)at, 32);
            Assert.True(memory.TryBegin(64));
            _ = memory.PutSecret((ulong)at, 32);
        }

        Assert.Equal(96, Count(region));
        memory.DropNewest();
        Assert.Equal(64, Count(region));
        memory.EndOldest();
        Assert.Equal(0, Count(region));
    }

    [Fact]
    public void Pieces_longer_than_announced_are_refused()
    {
        using var memory = new ReservedMemory(new FakeRegion(Length), Length, isOptional: false);
        Assert.True(memory.TryBegin(128));
        _ = memory.Room(65);
        Assert.Throws<InvalidOperationException>(() => memory.Room(1));
    }

    private static int Count(FakeRegion region) => region.Slice(0, Length).Count((byte)0xA5);
}
