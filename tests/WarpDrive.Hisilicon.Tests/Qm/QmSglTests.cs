using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Qm;

public sealed unsafe class QmSglTests : IDisposable
{
    private readonly QmSglPool _pool = new();
    private readonly ulong _poolBase;

    public QmSglTests()
    {
        _pool.TryWrite([new(1, 1)], out QmSglChain first);   // a fresh pool begins with its first list
        _poolBase = first.Address;
        _pool.Return(first);
    }

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void A_list_has_the_bytes_of_the_specification()
    {
        Assert.Equal((64, 32), (Unsafe.SizeOf<QmSglHeader>(), Unsafe.SizeOf<QmSglEntry>()));
        Assert.Equal(QmSglWriteResult.Written, _pool.TryWrite([new(0x1122334455667788, 0x10), new(0, 5), new(0x99, 0), new(0x2000, 8 << 20)], out QmSglChain chain));
        Assert.Equal(0UL, chain.Address % 64);
        Assert.Equal((8 << 20) + 0x10, chain.Length);

        ReadOnlySpan<byte> list = new((void*)chain.Address, 64 + 64);
        Assert.Equal(
            "0000000000000000" + "FF00" + "0200" + "FF00" + "0000" + new string('0', 64) + "0000000000000000" + "1000800000000000"
            + "8877665544332211" + "0000000000000000" + "10000000" + "00000000" + "8877665544332211"
            + "0020000000000000" + "0000000000000000" + "00008000" + "00000000" + "0020000000000000",
            Convert.ToHexString(list));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(255 * 256, 256)]
    public void Lists_are_chained_and_read_back_as_they_were_written(int pieces, int lists)
    {
        ScatterSegment[] segments = Segments(pieces);
        Assert.Equal(QmSglWriteResult.Written, _pool.TryWrite(segments, out QmSglChain chain));
        Assert.Equal(256 - lists, _pool.FreeLists);

        var ranges = new MemoryRange[pieces];
        Assert.Equal(QmSglReadResult.Read, Read(chain.Address, 0, ranges, out int count, out long length, out _));
        Assert.Equal((pieces, chain.Length), (count, length));
        for (int i = 0; i < pieces; i++)
        {
            Assert.Equal(new MemoryRange(segments[i].Address, segments[i].Length, MemoryAccess.Write), ranges[i]);
        }

        _pool.Return(chain);
        Assert.Equal(256, _pool.FreeLists);
    }

    [Fact]
    public void Beyond_the_limits_nothing_is_written_and_nothing_is_lost()
    {
        Assert.Equal(QmSglWriteResult.Refused, _pool.TryWrite([new(0x1000, (8 << 20) + 1)], out _));
        Assert.Equal(QmSglWriteResult.Refused, _pool.TryWrite([new(0x1000, -1)], out _));
        Assert.Equal(QmSglWriteResult.Refused, _pool.TryWrite(Segments((255 * 256) + 1), out _));
        Assert.Equal(QmSglWriteResult.Empty, _pool.TryWrite([new(0, 1), new(1, 0)], out _));
        Assert.Equal(QmSglWriteResult.Written, _pool.TryWrite(Segments(255 * 255), out QmSglChain large));
        Assert.Equal(QmSglWriteResult.Busy, _pool.TryWrite(Segments(256), out _));
        Assert.Equal(QmSglWriteResult.Written, _pool.TryWrite(Segments(255), out QmSglChain small));
        Assert.Equal(QmSglWriteResult.Busy, _pool.TryWrite(Segments(1), out _));
        _pool.Return(large);
        Assert.Equal(QmSglWriteResult.Written, _pool.TryWrite(Segments(256), out QmSglChain other));
        _pool.Return(small);
        _pool.Return(other);
        _pool.Return(default);
        Assert.Equal(256, _pool.FreeLists);
    }

    [Theory]
    [InlineData(0u, 3, 0x1000UL, 100)]
    [InlineData(99u, 3, 0x1063UL, 1)]
    [InlineData(100u, 2, 0x2000UL, 200)]
    [InlineData(299u, 2, 0x20C7UL, 1)]
    [InlineData(300u, 1, 0x3000UL, 300)]
    public void A_start_offset_skips_data_across_entries(uint skip, int count, ulong first, int firstLength)
    {
        Assert.Equal(QmSglWriteResult.Written, _pool.TryWrite([new(0x1000, 100), new(0x2000, 200), new(0x3000, 300)], out QmSglChain chain));
        var ranges = new MemoryRange[3];
        Assert.Equal(QmSglReadResult.Read, Read(chain.Address, skip, ranges, out int got, out long length, out _));
        Assert.Equal((count, 600L - skip), (got, length));
        Assert.Equal(new MemoryRange(first, firstLength, MemoryAccess.Write), ranges[0]);
    }

    [Fact]
    public void A_start_offset_behind_the_data_is_malformed()
    {
        _pool.TryWrite([new(0x1000, 100)], out QmSglChain chain);
        Assert.Equal(QmSglReadResult.Malformed, Read(chain.Address, 100, new MemoryRange[1], out _, out _, out _));
        Assert.Equal(QmSglReadResult.Malformed, Read(chain.Address, 0xFFFFFF, new MemoryRange[1], out _, out _, out _));
        Assert.Equal(QmSglReadResult.Malformed, Read(0, 0, new MemoryRange[1], out _, out _, out _));
    }

    [Fact]
    public void A_chain_that_bites_its_tail_ends()
    {
        _pool.TryWrite([new(0x1000, 100)], out QmSglChain chain);
        Header(chain).Next = chain.Address;
        Assert.Equal(QmSglReadResult.Malformed, Read(chain.Address, 0, new MemoryRange[1000], out _, out _, out _));
    }

    [Fact]
    public void Bad_counts_lengths_alignment_and_addresses_are_told_apart()
    {
        _pool.TryWrite([new(0x1000, 100), new(0x2000, 1)], out QmSglChain chain);
        var room = new MemoryRange[2];
        Assert.Equal(QmSglReadResult.Malformed, Read(chain.Address + 8, 0, room, out _, out _, out _));
        Assert.Equal(QmSglReadResult.TooManyEntries, Read(chain.Address, 0, room.AsSpan(0, 1), out _, out _, out _));

        Header(chain).ChainEntries = 0;   // is not looked at
        Assert.Equal(QmSglReadResult.Read, Read(chain.Address, 0, room, out _, out _, out _));

        foreach (ushort entries in (ushort[])[0, 256, ushort.MaxValue])
        {
            Header(chain).Entries = entries;
            Assert.Equal(QmSglReadResult.Malformed, Read(chain.Address, 0, room, out _, out _, out _));
        }

        Header(chain).Entries = 2;
        Header(chain).Next = 0x40;   // nobody's memory
        Assert.Equal(QmSglReadResult.Fault, Read(chain.Address, 0, room, out _, out _, out ulong fault));
        Assert.Equal(0x40UL, fault);

        Header(chain).Next = 0;
        ref QmSglEntry entry = ref Unsafe.AsRef<QmSglEntry>((void*)(chain.Address + 64));
        entry.Length = 0;
        Assert.Equal(QmSglReadResult.Malformed, Read(chain.Address, 0, room, out _, out _, out _));
        entry.Length = (8 << 20) + 1;
        Assert.Equal(QmSglReadResult.Malformed, Read(chain.Address, 0, room, out _, out _, out _));
        entry.Length = 100;
        entry.Address = ulong.MaxValue - 50;
        Assert.Equal(QmSglReadResult.Fault, Read(chain.Address, 0, room, out _, out _, out fault));
        Assert.Equal(ulong.MaxValue - 50, fault);
    }

    [Fact]
    public void Random_lists_never_read_outside_their_memory()
    {
        const int Size = 4 * QmSgl.ListSize;
        byte* arena = (byte*)NativeMemory.AlignedAlloc(Size, 64);
        try
        {
            var space = new LoopbackAddressSpace((ulong)arena, Size);
            MemoryLease lease = space.CreateLease();
            var random = new Random(3);
            var ranges = new MemoryRange[600];
            var bytes = new Span<byte>(arena, Size);
            int read = 0;
            for (int round = 0; round < 20_000; round++)
            {
                int list = random.Next(4) * QmSgl.ListSize;
                ref QmSglHeader header = ref MemoryMarshal.AsRef<QmSglHeader>(bytes[list..]);
                header.Entries = (ushort)(random.Next(8) == 0 ? random.Next(65536) : random.Next(1, 4));
                header.Next = random.Next(3) switch { 0 => 0, 1 => (ulong)random.NextInt64(), _ => (ulong)arena + (ulong)(random.Next(4) * QmSgl.ListSize) };
                random.NextBytes(bytes.Slice(list + 64, 96));
                for (int i = 0; i < 3 && random.Next(16) != 0; i++)
                {
                    MemoryMarshal.AsRef<QmSglEntry>(bytes[(list + 64 + (32 * i))..]).Length = (uint)random.Next(1, 8 << 20);
                }

                QmSglReadResult result = QmSglReader.Read(
                    space, false, lease, (ulong)arena + (ulong)list, (uint)random.Next(100), MemoryAccess.Read, ranges, out int count, out long length, out _);
                Assert.Equal(0, lease.Count);
                Assert.Equal(length, ranges.AsSpan(0, count).ToArray().Sum(r => (long)r.Length));
                read += result == QmSglReadResult.Read ? 1 : 0;
            }

            Assert.InRange(read, 1, 19_999);
        }
        finally
        {
            NativeMemory.AlignedFree(arena);
        }
    }

    private static ScatterSegment[] Segments(int count) => [.. Enumerable.Range(1, count).Select(i => new ScatterSegment((ulong)i << 12, i))];

    private static ref QmSglHeader Header(QmSglChain chain) => ref Unsafe.AsRef<QmSglHeader>((void*)chain.Address);

    private QmSglReadResult Read(ulong address, uint skip, Span<MemoryRange> ranges, out int count, out long length, out ulong fault)
    {
        var space = new LoopbackAddressSpace(_poolBase, 256 * QmSgl.ListSize);   // the pool is all the memory the submitter has
        MemoryLease lease = space.CreateLease();
        QmSglReadResult result = QmSglReader.Read(space, false, lease, address, skip, MemoryAccess.Write, ranges, out count, out length, out fault);
        Assert.Equal(0, lease.Count);
        return result;
    }
}
