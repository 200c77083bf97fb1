using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace WarpDrive;

/// <summary>Turns the device's C1 ‖ C2 ‖ C3 into the formats of ciphertexts and back.</summary>
internal static class Sm2Ciphertext
{
    internal const int Overhead = PointSize + DigestSize;

    private const int NumberSize = 32, PointSize = 2 * NumberSize, DigestSize = 32;
    private const byte Uncompressed = 4;

    /// <summary>Writes a ciphertext.</summary>
    internal static byte[] Encode(ReadOnlySpan<byte> parts, Sm2CiphertextFormat format)
    {
        ReadOnlySpan<byte> point = parts[..PointSize], data = parts[PointSize..^DigestSize], digest = parts[^DigestSize..];
        switch (format)
        {
            case Sm2CiphertextFormat.C1C3C2:
                return [Uncompressed, .. point, .. digest, .. data];
            case Sm2CiphertextFormat.C1C2C3:
                return [Uncompressed, .. parts];
            case Sm2CiphertextFormat.Der:
                var writer = new AsnWriter(AsnEncodingRules.DER);
                using (writer.PushSequence())
                {
                    writer.WriteInteger(new BigInteger(point[..NumberSize], isUnsigned: true, isBigEndian: true));
                    writer.WriteInteger(new BigInteger(point[NumberSize..], isUnsigned: true, isBigEndian: true));
                    writer.WriteOctetString(digest);
                    writer.WriteOctetString(data);
                }

                return writer.Encode();
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    /// <summary>Reads a ciphertext.</summary>
    /// <returns>C1 ‖ C2 ‖ C3.</returns>
    /// <exception cref="CryptographicException">It is none of this format.</exception>
    internal static byte[] Decode(ReadOnlySpan<byte> ciphertext, Sm2CiphertextFormat format) => format switch
    {
        Sm2CiphertextFormat.Der => DecodeDer(ciphertext),
        Sm2CiphertextFormat.C1C2C3 => Check(ciphertext)[1..].ToArray(),
        Sm2CiphertextFormat.C1C3C2 =>
            [.. Check(ciphertext)[1..(1 + PointSize)], .. ciphertext[(1 + Overhead)..], .. ciphertext.Slice(1 + PointSize, DigestSize)],
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> ciphertext) =>
        ciphertext.Length > 1 + Overhead && ciphertext[0] == Uncompressed
            ? ciphertext
            : throw new CryptographicException("not an SM2 ciphertext: it begins with 04 and has at least 98 bytes");

    private static byte[] DecodeDer(ReadOnlySpan<byte> ciphertext)
    {
        try
        {
            var reader = new AsnReader(ciphertext.ToArray(), AsnEncodingRules.DER);
            AsnReader sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            byte[] x = Number(sequence.ReadInteger()), y = Number(sequence.ReadInteger());
            byte[] digest = sequence.ReadOctetString(), data = sequence.ReadOctetString();
            sequence.ThrowIfNotEmpty();
            return digest.Length == DigestSize && data.Length > 0
                ? [.. x, .. y, .. data, .. digest]
                : throw new CryptographicException("not an SM2 ciphertext: its digest has not 32 bytes, or its data is empty");
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("not an SM2 ciphertext in DER", e);
        }
    }

    private static byte[] Number(BigInteger value)
    {
        byte[] number = new byte[NumberSize];
        if (value.Sign < 0 || value.GetByteCount(isUnsigned: true) > NumberSize)
        {
            throw new CryptographicException("not an SM2 ciphertext: a coordinate is out of range");
        }

        value.TryWriteBytes(number.AsSpan(NumberSize - value.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        return number;
    }
}
