namespace WarpDrive.Linux.Tests;

public sealed unsafe class MemoryTests
{
    [Fact]
    public void Fresh_memory_is_zero_and_keeps_what_is_written()
    {
        nint address = Libc.MmapShared(Libc.PageSize * 2, populate: true);
        try
        {
            var span = new Span<byte>((void*)address, Libc.PageSize * 2);
            Assert.Equal(-1, span.IndexOfAnyExcept((byte)0));
            span.Fill(7);
            Assert.Equal(-1, span.IndexOfAnyExcept((byte)7));
        }
        finally
        {
            Assert.True(Libc.Munmap(address, Libc.PageSize * 2));
        }
    }

    [Fact]
    public void Memory_mapped_over_reads_as_zero_at_the_same_address()
    {
        nint address = Libc.MmapShared(Libc.PageSize, populate: true);
        try
        {
            *(byte*)address = 9;
            Libc.MmapEmptyOver(address, Libc.PageSize);
            Assert.Equal(0, *(byte*)address);
        }
        finally
        {
            Assert.True(Libc.Munmap(address, Libc.PageSize));
        }
    }

    [Fact]
    public void Wiping_on_fork_is_for_private_memory_only()
    {
        const int MADV_WIPEONFORK = 18;   // asm-generic/mman-common.h
        nint address = Libc.MmapShared(Libc.PageSize, populate: false);
        try
        {
            Assert.Equal(Errno.EINVAL, Assert.Throws<LinuxException>(() => Libc.Madvise(address, Libc.PageSize, MADV_WIPEONFORK)).Errno);
            Libc.Madvise(address, Libc.PageSize, Libc.MADV_DONTFORK);
        }
        finally
        {
            Assert.True(Libc.Munmap(address, Libc.PageSize));
        }
    }

    [Fact]
    public void A_refusal_names_call_and_reason()
    {
        LinuxException refused = Assert.Throws<LinuxException>(() => Libc.MmapShared(long.MaxValue - Libc.PageSize, populate: false));
        Assert.Equal(Errno.ENOMEM, refused.Errno);
        Assert.Equal("mmap", refused.Call);
        Assert.Equal(Errno.EINVAL, Assert.Throws<LinuxException>(() => Libc.Madvise(1, 1, Libc.MADV_DONTFORK)).Errno);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(4096, 4096)]
    public void Lengths_are_rounded_up_to_pages(long length, long atLeast)
    {
        long rounded = Libc.RoundUpToPage(length);
        Assert.Equal(0, rounded % Libc.PageSize);
        Assert.InRange(rounded, atLeast, atLeast + Libc.PageSize - 1);
    }
}
