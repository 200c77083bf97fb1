namespace WarpDrive.Uacce.Tests.Regions;

/// <summary>Offsets of shared memory as uacced.md §4 and §5 have them.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void The_cells_of_the_ctl_region_are_where_the_specification_has_them() =>
        Assert.Equal(
            [0, 4, 128, 256, 384, 512, 640, 768, 896, 1024],
            [
                CtlLayout.Version, CtlLayout.NoteCount, CtlLayout.ClientOptions, CtlLayout.SqTail, CtlLayout.CqHead, CtlLayout.Arm, CtlLayout.Attention,
                CtlLayout.Posted, CtlLayout.State, CtlLayout.Notes,
            ]);

    [Fact]
    public void The_cells_of_a_channel_are_where_the_specification_has_them() =>
        Assert.Equal(
            [0, 4, 128, 256, 512],
            [ChannelLayout.Version, ChannelLayout.SlotCount, ChannelLayout.Attention, ChannelLayout.Summary, ChannelLayout.Ready]);

    [Theory]
    [InlineData(0, 512, 1UL, 1UL)]
    [InlineData(63, 512, 1UL << 63, 1UL)]
    [InlineData(64, 520, 1UL, 2UL)]
    [InlineData(4095, 512 + (63 * 8), 1UL << 63, 1UL << 63)]
    [InlineData(4096, 512 + (64 * 8), 1UL, 1UL)]
    public void A_slot_has_its_ready_bit_and_its_summary_bit(int slot, int offset, ulong ready, ulong summary)
    {
        Assert.Equal(offset, ChannelLayout.ReadyOffset(slot));
        Assert.Equal(ready, ChannelLayout.ReadyBit(slot));
        Assert.Equal(summary, ChannelLayout.SummaryBit(slot));
        Assert.True(ChannelLayout.SizeFor(slot + 1) >= offset + 8);
    }
}
