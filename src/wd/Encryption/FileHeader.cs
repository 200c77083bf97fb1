using System.Buffers.Binary;
using System.Security.Cryptography;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Encryption;

/// <summary>The header of an encrypted file (docs/spec/encrypted-file.md §1).</summary>
/// <param name="Algorithm">What the chunks are sealed with.</param>
/// <param name="ChunkSize">Bytes of data in each chunk but the last: a power of two, 4 KiB…8 MiB.</param>
/// <param name="Bytes">The whole header but its check, 48 bytes.</param>
internal sealed record FileHeader(FileAlgorithm Algorithm, int ChunkSize, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes of a header.</summary>
    internal const int Size = 64;
    /// <summary>Bytes before the check.</summary>
    internal const int CheckedSize = 48;

    private const ushort Version = 1;
    private const int LeastChunk = 12, MostChunk = 23;   // binary logarithms
    private const int SaltOffset = 16;

    private static ReadOnlySpan<byte> Mark => [0x57, 0x44, 0x45, 0x4e, 0x43, 0x0d, 0x0a, 0x1a];

    /// <summary>What all keys of the file depend on.</summary>
    internal ReadOnlyMemory<byte> Start => Bytes[..SaltOffset];

    /// <summary>Random bytes of the file's own.</summary>
    internal ReadOnlyMemory<byte> Salt => Bytes[SaltOffset..];

    /// <summary>Makes the header of a new file.</summary>
    /// <param name="algorithm">What to seal with.</param>
    /// <param name="chunkSize">A power of two, 4 KiB…8 MiB.</param>
    internal static FileHeader Create(FileAlgorithm algorithm, int chunkSize)
    {
        byte[] bytes = new byte[CheckedSize];
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), Version);
        bytes[10] = (byte)algorithm;
        bytes[11] = (byte)int.Log2(chunkSize);
        RandomNumberGenerator.Fill(bytes.AsSpan(SaltOffset));
        return Parse(bytes);
    }

    /// <summary>Reads a header; its check is the keys' business.</summary>
    /// <param name="bytes">At least the 48 bytes before the check.</param>
    /// <exception cref="UserErrorException">It is none, or asks for something unknown.</exception>
    internal static FileHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < CheckedSize || !bytes[..8].SequenceEqual(Mark))
        {
            throw new UserErrorException("not a file of wd encrypt");
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (version != Version)
        {
            throw new UserErrorException($"encrypted in version {version} of the format; this program knows version {Version}");
        }

        var algorithm = (FileAlgorithm)bytes[10];
        if (!Enum.IsDefined(algorithm))
        {
            throw new UserErrorException($"encrypted with the unknown algorithm {bytes[10]}");
        }

        if (bytes[11] is < LeastChunk or > MostChunk)
        {
            throw new UserErrorException($"its chunk size, 2 to the power of {bytes[11]}, is out of range");
        }

        if (bytes[12..SaltOffset].ContainsAnyExcept((byte)0))
        {
            throw new UserErrorException("its header has bits that this program does not know");
        }

        return new FileHeader(algorithm, 1 << bytes[11], bytes[..CheckedSize].ToArray());
    }
}
