using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>Random ranges over random mappings of another process, beside a model of what it has where.</summary>
public sealed class ProcessModelTests
{
    private const int Page = 4096;
    private const int Pages = 600;
    private const int Length = Pages * Page;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Random_ranges_agree_with_a_model(int seed, bool parse)
    {
        using var fixture = new ProcessFixture(parse);
        var random = new Random(seed);
        ulong memory = fixture.Client.Map(Length);
        fixture.Client.Fill(memory, Length, (uint)seed);
        byte[] content = MemoryClient.Pattern(Length, (uint)seed);
        var protections = new int[Pages];   // -1: not mapped
        Array.Fill(protections, MemoryClient.ReadWrite);
        for (int round = 0; round < 150; round++)
        {
            if (random.Next(4) == 0)
            {
                Change(fixture.Client, random, memory, protections);
            }

            MemoryRange[] ranges = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Range(random, memory))];
            ulong expected = ranges.Select(r => FirstBad(r, memory, protections, forCommit: false)).FirstOrDefault(a => a != 0);
            bool acquired = fixture.Space.TryAcquire(ranges, false, fixture.Lease, out ulong fault);
            Assert.Equal(expected, fault);
            Assert.Equal(expected == 0, acquired);
            foreach (int i in Enumerable.Range(0, acquired ? ranges.Length : 0).OrderBy(i => ranges[i].Access))   // reading first: ranges may overlap
            {
                Use(fixture.Lease, i, ranges[i], random, memory, content, protections);
            }

            fixture.Lease.Release();
        }

        for (int page = 0; page < Pages; page++)
        {
            if (protections[page] is MemoryClient.Read or MemoryClient.ReadWrite)
            {
                Assert.True(
                    fixture.Client.Peek(memory + (ulong)(page * Page), Page).AsSpan().SequenceEqual(content.AsSpan(page * Page, Page)), $"page {page} differs");
            }
        }
    }

    private static void Change(MemoryClient client, Random random, ulong memory, int[] protections)
    {
        int page = random.Next(Pages);
        int count = random.Next(1, Math.Min(10, Pages - page) + 1);
        ulong address = memory + (ulong)(page * Page);
        int kind = random.Next(12);
        if (kind == 0)
        {
            client.Unmap(address, count * Page);
            Array.Fill(protections, -1, page, count);
        }
        else if (Array.IndexOf(protections, -1, page, count) < 0)
        {
            int protection = kind < 3 ? MemoryClient.None : kind < 6 ? MemoryClient.Read : MemoryClient.ReadWrite;
            client.Protect(address, count * Page, protection);
            Array.Fill(protections, protection, page, count);
        }
    }

    private static MemoryRange Range(Random random, ulong memory)
    {
        int length = random.Next(4) switch { 0 => random.Next(100), 1 => random.Next(3 * Page), 2 => random.Next(20 * Page), _ => random.Next(Length) };
        int start = random.Next(Length - length + 1);
        if (random.Next(3) == 0)
        {
            start &= -Page;
        }

        return new MemoryRange(memory + (ulong)start, length, (MemoryAccess)random.Next(3));
    }

    /// <summary>What an acquisition refuses: a range to be written is looked at when it is.</summary>
    private static ulong FirstBad(MemoryRange range, ulong memory, int[] protections, bool forCommit)
    {
        for (ulong address = range.Address; address < range.Address + (ulong)range.Length; address = (address | (Page - 1)) + 1)
        {
            int protection = protections[(int)((address - memory) / Page)];
            bool permitted = protection != -1 && (range.Access switch
            {
                MemoryAccess.Read => (protection & MemoryClient.Read) != 0,
                MemoryAccess.Write => !forCommit || (protection & MemoryClient.Write) != 0,
                _ => protection == MemoryClient.ReadWrite,
            });
            if (!permitted && (forCommit || range.Access != MemoryAccess.Write))
            {
                return address;
            }
        }

        return 0;
    }

    /// <summary>Reads all windows; writes a random part of each.</summary>
    private static void Use(MemoryLease lease, int index, MemoryRange range, Random random, ulong memory, byte[] content, int[] protections)
    {
        var part = new byte[range.Length];
        while (true)
        {
            Span<byte> window = lease.Memory(index);
            int start = (int)(range.Address - memory) + lease.WindowOffset(index);
            if (range.Access == MemoryAccess.Read)
            {
                Assert.True(window.SequenceEqual(content.AsSpan(start, window.Length)));
            }

            int produced = 0;
            ulong expected = 0;
            if (range.Access != MemoryAccess.Read)
            {
                produced = random.Next(window.Length + 1);
                random.NextBytes(part.AsSpan(0, produced));
                part.AsSpan(0, produced).CopyTo(window);
                expected = FirstBad(new MemoryRange(memory + (ulong)start, produced, MemoryAccess.Write), memory, protections, forCommit: true);
            }

            bool more = lease.WindowOffset(index) + window.Length < range.Length;
            ulong fault;
            bool done = more ? lease.TryMoveWindow(index, produced, out fault) : lease.TryCommit(index, produced, out fault);
            Assert.Equal(expected, fault);
            Assert.Equal(expected == 0, done);
            if (done)
            {
                part.AsSpan(0, produced).CopyTo(content.AsSpan(start));   // else nothing was written: permissions are looked at first
            }

            if (!more || !done)
            {
                return;
            }
        }
    }
}
