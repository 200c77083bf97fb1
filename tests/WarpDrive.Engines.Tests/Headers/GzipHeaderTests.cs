using System.Buffers.Binary;
using WarpDrive.Engines.Checksums;
using WarpDrive.Engines.Headers;

namespace WarpDrive.Engines.Tests.Headers;

public sealed class GzipHeaderTests
{
    [Fact]
    public void Every_combination_of_optional_parts_is_measured_whole_and_in_pieces()
    {
        for (int flags = 0; flags < 32; flags++)
        {
            foreach (int size in (int[])[0, 1, 40, 300, 65535])
            {
                byte[] header = Build((GzipFlags)flags, size);
                byte[] member = [.. header, 0x03, 0x00, 1, 2, 3];
                Assert.Equal(HeaderStatus.Ok, GzipHeader.TryParse(member, out int length));
                Assert.Equal(header.Length, length);

                foreach (int piece in (int[])[1, 2, 7, 10, 11, 1000, 70_000])
                {
                    var parser = default(GzipHeaderParser);
                    int position = 0;
                    HeaderStatus status = HeaderStatus.NeedsInput;
                    while (status == HeaderStatus.NeedsInput)
                    {
                        ReadOnlySpan<byte> source = member.AsSpan(position, Math.Min(piece, member.Length - position));
                        status = parser.Parse(source, out int consumed);
                        Assert.True(status == HeaderStatus.Ok || consumed == source.Length);
                        position += consumed;
                    }

                    Assert.Equal(HeaderStatus.Ok, status);
                    Assert.Equal(header.Length, position);
                    Assert.Equal(header.Length, parser.Length);
                    Assert.Equal((GzipFlags)flags, parser.Flags);
                    Assert.Equal(0x01020304u, parser.ModificationTime);
                    Assert.Equal(2, parser.ExtraFlags);
                    Assert.Equal(3, parser.OperatingSystem);
                    int name = (flags & (int)GzipFlags.Name) != 0 ? Math.Min(size, GzipHeaderParser.MaxName) : 0;
                    Assert.Equal(name, parser.Name.Length);
                    Assert.False(parser.Name.ContainsAnyExcept((byte)'n'));
                }
            }
        }
    }

    [Fact]
    public void A_header_cut_anywhere_needs_input()
    {
        byte[] header = Build((GzipFlags)31, 50);
        for (int cut = 0; cut < header.Length; cut++)
        {
            Assert.Equal(HeaderStatus.NeedsInput, GzipHeader.TryParse(header.AsSpan(0, cut), out int length));
            Assert.Equal(0, length);
        }
    }

    [Fact]
    public void Any_wrong_bit_under_the_header_checksum_is_seen()
    {
        byte[] header = Build((GzipFlags)31, 20);
        for (int bit = 32; bit < header.Length * 8; bit++)
        {
            byte[] damaged = [.. header];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            // A changed length moves everything behind it; there the header may seem to go on.
            HeaderStatus status = GzipHeader.TryParse([.. damaged, .. new byte[70_000]], out _);
            Assert.Equal(HeaderStatus.BadHeaderChecksum, status);
        }
    }

    [Fact]
    public void What_is_not_gzip_is_refused_at_the_first_byte_that_shows_it()
    {
        Assert.Equal(HeaderStatus.BadMagic, GzipHeader.TryParse([0x1E], out _));
        Assert.Equal(HeaderStatus.BadMagic, GzipHeader.TryParse([0x1F, 0x8C], out _));
        Assert.Equal(HeaderStatus.BadMethod, GzipHeader.TryParse([0x1F, 0x8B, 7], out _));
        foreach (byte flag in (byte[])[0x20, 0x40, 0x80])
        {
            Assert.Equal(HeaderStatus.ReservedFlags, GzipHeader.TryParse([0x1F, 0x8B, 8, flag], out int length));
            Assert.Equal(0, length);
        }
    }

    [Fact]
    public void An_error_stays()
    {
        var parser = default(GzipHeaderParser);
        Assert.Equal(HeaderStatus.BadMagic, parser.Parse("PK"u8, out _));
        Assert.Equal(HeaderStatus.BadMagic, parser.Parse(Build(GzipFlags.None, 0), out int consumed));
        Assert.Equal(0, consumed);
    }

    [Fact]
    public void A_written_header_is_read_back()
    {
        Span<byte> space = stackalloc byte[64];
        Assert.True(GzipHeader.TryWrite(space, 0x11223344, "notes.txt"u8, out int written));
        Assert.Equal(20, written);
        var parser = default(GzipHeaderParser);
        Assert.Equal(HeaderStatus.Ok, parser.Parse(space, out int consumed));
        Assert.Equal(written, consumed);
        Assert.Equal(0x11223344u, parser.ModificationTime);
        Assert.True(parser.Name.SequenceEqual("notes.txt"u8));
        Assert.False(GzipHeader.TryWrite(space[..19], 0, "notes.txt"u8, out _));
        Assert.True(GzipHeader.TryWrite(space[..10], 0, default, out written));
        Assert.True(space[..written].SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]));
        Assert.Throws<ArgumentException>(() => GzipHeader.TryWrite(new byte[64], 0, [1, 0, 2], out _));
    }

    [Fact]
    public void Random_bytes_never_consume_more_than_there_is()
    {
        var random = new Random(51);
        byte[] source = new byte[200];
        for (int i = 0; i < 50_000; i++)
        {
            random.NextBytes(source);
            source[0] = 0x1F;
            source[1] = 0x8B;
            source[2] = 8;
            source[3] &= 0x1F;
            int length = random.Next(source.Length);
            HeaderStatus status = GzipHeader.TryParse(source.AsSpan(0, length), out int header);
            Assert.InRange(header, status == HeaderStatus.Ok ? 10 : 0, status == HeaderStatus.Ok ? length : 0);
        }
    }

    private static byte[] Build(GzipFlags flags, int size)
    {
        List<byte> header = [0x1F, 0x8B, 8, (byte)flags, 4, 3, 2, 1, 2, 3];
        if ((flags & GzipFlags.Extra) != 0)
        {
            // Zeros inside, which must not be taken for the end of a text.
            header.AddRange([(byte)size, (byte)(size >> 8), .. new byte[size]]);
        }

        if ((flags & GzipFlags.Name) != 0)
        {
            header.AddRange([.. Enumerable.Repeat((byte)'n', size), 0]);
        }

        if ((flags & GzipFlags.Comment) != 0)
        {
            header.AddRange([.. Enumerable.Repeat((byte)'c', size), 0]);
        }

        if ((flags & GzipFlags.HeaderChecksum) != 0)
        {
            var crc = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(crc, (ushort)Crc32.Compute([.. header]));
            header.AddRange(crc);
        }

        return [.. header];
    }
}
