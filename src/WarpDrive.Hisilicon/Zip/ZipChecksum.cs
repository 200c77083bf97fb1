using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using WarpDrive.Engines.Checksums;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>The running checksum of a stream as dw31 carries it (hisi-qm-zip.md B10), and the trailer made of it (B5).</summary>
internal static class ZipChecksum
{
    /// <summary>The most bytes a trailer has.</summary>
    internal const int MaxTrailer = 8;

    /// <summary>Bytes of the trailer: zlib 4 (RFC 1950 §2.2), gzip 8 (RFC 1952 §2.3.1).</summary>
    internal static int TrailerLength(ZipOperation operation) => operation switch
    {
        ZipOperation.Zlib => 4,
        ZipOperation.Gzip => 8,
        _ => 0,
    };

    /// <summary>The checksum of no bytes.</summary>
    internal static uint Initial(ZipOperation operation) => operation switch
    {
        ZipOperation.Zlib => Adler32.Initial,
        ZipOperation.Gzip => Crc32.Initial,
        _ => 0,
    };

    /// <summary>Goes on over more bytes; raw deflate has no checksum.</summary>
    internal static uint Update(ZipOperation operation, ReadOnlySpan<byte> data, uint seed) => operation switch
    {
        ZipOperation.Zlib => Adler32.Compute(data, seed),
        ZipOperation.Gzip => Crc32.Compute(data, seed),
        _ => 0,
    };

    /// <summary>The checksum as dw31 has it: Adler-32 as it is, CRC-32 as the device's register.</summary>
    internal static uint ToRegister(ZipOperation operation, uint checksum) => operation switch
    {
        ZipOperation.Zlib => checksum,
        ZipOperation.Gzip => ReverseBits(~checksum),
        _ => 0,
    };

    /// <summary>The inverse of <see cref="ToRegister"/>.</summary>
    internal static uint FromRegister(ZipOperation operation, uint register) => operation switch
    {
        ZipOperation.Zlib => register,
        ZipOperation.Gzip => ~ReverseBits(register),
        _ => 0,
    };

    /// <summary>Writes the trailer.</summary>
    /// <param name="operation">Format.</param>
    /// <param name="checksum">Checksum of all uncompressed bytes.</param>
    /// <param name="length">How many those are, modulo 2^32.</param>
    /// <param name="destination">At least <see cref="TrailerLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    internal static int WriteTrailer(ZipOperation operation, uint checksum, uint length, Span<byte> destination)
    {
        if (operation == ZipOperation.Zlib)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, checksum);
        }
        else if (operation == ZipOperation.Gzip)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination, checksum);
            BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], length);
        }

        return TrailerLength(operation);
    }

    /// <summary>Whether a trailer says what it should.</summary>
    internal static bool TrailerMatches(ZipOperation operation, uint checksum, uint length, ReadOnlySpan<byte> trailer)
    {
        Span<byte> expected = stackalloc byte[MaxTrailer];
        int size = WriteTrailer(operation, checksum, length, expected);
        return trailer[..size].SequenceEqual(expected[..size]);
    }

    /// <summary>Bit 31 becomes bit 0 and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint ReverseBits(uint value)
    {
        value = ((value >> 1) & 0x5555_5555) | ((value & 0x5555_5555) << 1);
        value = ((value >> 2) & 0x3333_3333) | ((value & 0x3333_3333) << 2);
        value = ((value >> 4) & 0x0F0F_0F0F) | ((value & 0x0F0F_0F0F) << 4);
        return BinaryPrimitives.ReverseEndianness(value);
    }
}
