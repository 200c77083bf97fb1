using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Qm;

public sealed class QmWireFormatTests
{
    [Fact]
    public void Doorbells_have_the_bits_of_the_specification()
    {
        // hisi-qm-zip.md A4, queue 5
        Assert.Equal(0x0000000100000005UL, QmDoorbell.V2.Encode(5, DoorbellLayout.SqTail, 1, 0));
        Assert.Equal(0x0000000100001005UL, QmDoorbell.V2.Encode(5, DoorbellLayout.CqHead, 1, 0));
        Assert.Equal(0x0001000100001005UL, QmDoorbell.V3.Encode(5, DoorbellLayout.CqHead, 1, 1));
        Assert.Equal(0x0000000100000005UL, QmDoorbell.V1.Encode(5, DoorbellLayout.SqTail, 1, 0));
        Assert.Equal(0x0000000100010005UL, QmDoorbell.V1.Encode(5, DoorbellLayout.CqHead, 1, 0));
        Assert.Equal((0x340, 0x1000, 0x1000), (QmDoorbell.V1.Offset, QmDoorbell.V2.Offset, QmDoorbell.V3.Offset));
    }

    [Theory]
    [InlineData(0x0001_03FF_1234_13FFUL, true, 0x3FFu, 1u, 0x3FFu, 1u)]   // a random tag is no fault
    [InlineData(0x0000_0001_0000_0405UL, false, 5u, 0u, 1u, 0u)]
    [InlineData(0x0000_0001_0000_0805UL, false, 5u, 0u, 1u, 0u)]
    [InlineData(0x0000_0001_0000_0C05UL, false, 5u, 0u, 1u, 0u)]
    [InlineData(0xFFFF_FFFF_0000_F005UL, true, 5u, 15u, 0xFFFFu, 0xFFFFu)]
    public void Doorbells_of_v2_and_v3_decode_and_refuse_reserved_bits(ulong value, bool valid, uint queue, uint command, uint index, uint priority)
    {
        Assert.Equal(valid, QmDoorbell.V2.TryDecode(value, out uint q, out uint c, out uint i, out uint p));
        Assert.Equal((queue, command, index, priority), (q, c, i, p));
    }

    [Fact]
    public void A_doorbell_of_v1_has_its_command_in_bits_23_to_16()
    {
        Assert.True(QmDoorbell.V1.TryDecode(0x0001_0203_0001_FFFF, out uint queue, out uint command, out uint index, out uint priority));
        Assert.Equal((0xFFFFu, 1u, 0x203u, 1u), (queue, command, index, priority));
    }

    [Fact]
    public void A_completion_has_the_bytes_of_the_specification()
    {
        // A5: first completion on queue 5, slot 0
        byte[] expected = Convert.FromHexString("00000000000000000000050000000100");
        var cqe = new QmCqe { SqHead = 0, SqNumber = 5, W7 = 1 };
        Assert.Equal(expected, MemoryMarshal.AsBytes(new ReadOnlySpan<QmCqe>(in cqe)).ToArray());
        Assert.Equal(MemoryMarshal.Read<ulong>(expected.AsSpan(8)), QmCqe.PackUpper(0, 5, 1));

        var late = new QmCqe { SqHead = 0x0102, SqNumber = 0x0304, W7 = 0 };
        Assert.Equal(MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(new ReadOnlySpan<QmCqe>(in late))[8..]), QmCqe.PackUpper(0x0102, 0x0304, 0));
    }

    [Fact]
    public void Structures_have_the_sizes_and_offsets_of_the_interface()
    {
        Assert.Equal((16, 4, 16, 16, 64), (Unsafe.SizeOf<QmCqe>(), Unsafe.SizeOf<QmQpContext>(), Unsafe.SizeOf<QmQpInfo>(), Unsafe.SizeOf<QmQueueTuning>(), Unsafe.SizeOf<NullDescriptor>()));
        Assert.Equal(
            (0, 4, 8, 10, 14),
            (Offset<QmCqe>(nameof(QmCqe.Reserved0)), Offset<QmCqe>(nameof(QmCqe.CommandId)), Offset<QmCqe>(nameof(QmCqe.SqHead)), Offset<QmCqe>(nameof(QmCqe.SqNumber)), Offset<QmCqe>(nameof(QmCqe.W7))));
        Assert.Equal((0, 2), (Offset<QmQpContext>(nameof(QmQpContext.Id)), Offset<QmQpContext>(nameof(QmQpContext.QueueType))));
        Assert.Equal(
            (0, 4, 6, 8),
            (Offset<QmQpInfo>(nameof(QmQpInfo.SqeSize)), Offset<QmQpInfo>(nameof(QmQpInfo.SqDepth)), Offset<QmQpInfo>(nameof(QmQpInfo.CqDepth)), Offset<QmQpInfo>(nameof(QmQpInfo.Reserved))));
        Assert.Equal((0xC004480Au, 0xC010480Bu, 0x40104840u), (QmIoctl.SetQpContext, QmIoctl.SetQpInfo, QmIoctl.SetTuning));
    }

    [Fact]
    public void The_tuning_argument_is_a_level_and_a_padded_name()
    {
        var tuning = new QmQueueTuning(6, "isal");
        Assert.Equal(Convert.FromHexString("066973616C0000000000000000000000"), MemoryMarshal.AsBytes(new ReadOnlySpan<QmQueueTuning>(in tuning)).ToArray());
        Assert.Equal("isal", tuning.Engine);
        Assert.Null(new QmQueueTuning(1, null).Engine);
        Assert.Equal("fifteen-letters", new QmQueueTuning(0, "fifteen-letters").Engine);
        Assert.Throws<ArgumentException>(() => new QmQueueTuning(0, "sixteen-letters!"));
        Assert.Throws<ArgumentException>(() => new QmQueueTuning(0, "spa ce"));

        byte[] gap = [0, (byte)'a', 0, (byte)'b', .. new byte[12]];
        Assert.False(MemoryMarshal.Read<QmQueueTuning>(gap).IsWellFormed);
        Assert.Null(MemoryMarshal.Read<QmQueueTuning>(gap).Engine);
    }

    [Theory]
    [InlineData("hisi_qm_v1", 1, false)]
    [InlineData("hisi_qm_v2", 2, false)]
    [InlineData("hisi_qm_v3", 3, false)]
    [InlineData("hisi_qm_v2_noiommu", 2, true)]
    [InlineData("hisi_qm_v17x", 17, false)]
    [InlineData("wd_null_v3", 3, false)]
    public void The_generation_stands_behind_nine_characters(string api, int generation, bool noIommu)
    {
        Assert.True(QmVersion.TryParse(api, out QmVersion version));
        Assert.Equal(new QmVersion(generation, noIommu), version);
        Assert.Same(generation == 1 ? QmDoorbell.V1 : QmDoorbell.V2, version.Doorbell);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hisi_qm_v")]
    [InlineData("hisi_qm_v0")]
    [InlineData("hisi_qm_vx")]
    public void A_string_without_a_generation_is_refused(string? api)
    {
        Assert.False(QmVersion.TryParse(api, out _));
        Assert.Throws<NotSupportedException>(() => QmVersion.Parse(api));
    }

    [Theory]
    [InlineData(4096, 0x25000)]
    [InlineData(16384, 0x28000)]
    [InlineData(65536, 0x40000)]
    public void The_queue_memory_of_zip_has_the_published_sizes(int pageSize, int size)
    {
        var layout = QmDusLayout.Create(128, 1024, 1024, pageSize);   // uacce.md 5.2
        Assert.Equal((size, 0x20000, size - 8, size - 4), (layout.Size, layout.CqOffset, layout.RxStatusOffset, layout.TxStatusOffset));
        Assert.Equal(layout, QmDusLayout.ForRegion(128, 1024, 1024, size));
    }

    [Theory]
    [InlineData(1, 4096, 4096)]
    [InlineData(1, 65536, 65536)]
    [InlineData(2, 4096, 8192)]
    [InlineData(2, 65536, 65536)]
    [InlineData(3, 4096, 8192)]
    public void The_doorbell_window_has_the_published_sizes(int generation, int pageSize, int size) =>
        Assert.Equal(size, new QmVersion(generation, false).MmioSize(pageSize));

    [Theory]
    [InlineData(0, 16, 16)]
    [InlineData(48, 16, 16)]
    [InlineData(64, 1, 16)]
    [InlineData(64, 16, 65536)]
    public void Impossible_rings_have_no_layout(int sqeSize, int sqDepth, int cqDepth)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => QmDusLayout.Create(sqeSize, sqDepth, cqDepth, 4096));
        Assert.Throws<ArgumentOutOfRangeException>(() => QmDusLayout.ForRegion(sqeSize, sqDepth, cqDepth, 1 << 24));
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
