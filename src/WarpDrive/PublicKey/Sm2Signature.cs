using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace WarpDrive;

/// <summary>Signatures of SM2 as r ‖ s, and as a DER sequence of both (GM/T 0009).</summary>
internal static class Sm2Signature
{
    private const int NumberSize = 32;

    internal static byte[] Encode(ReadOnlySpan<byte> signature, DSASignatureFormat format)
    {
        if (format == DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
        {
            return signature.ToArray();
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature[..NumberSize], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature[NumberSize..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    /// <summary>Reads a signature; false when it is none.</summary>
    /// <param name="signature">The signature; untrusted.</param>
    /// <param name="format">Its format.</param>
    /// <param name="numbers">Becomes r ‖ s, 64 bytes.</param>
    internal static bool TryDecode(ReadOnlySpan<byte> signature, DSASignatureFormat format, Span<byte> numbers)
    {
        if (format == DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
        {
            return signature.Length == 2 * NumberSize && signature.TryCopyTo(numbers);
        }

        try
        {
            var reader = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            AsnReader sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            BigInteger r = sequence.ReadInteger(), s = sequence.ReadInteger();
            sequence.ThrowIfNotEmpty();
            return TryPlace(r, numbers[..NumberSize]) && TryPlace(s, numbers[NumberSize..]);
        }
        catch (AsnContentException)
        {
            return false;   // not DER: no signature
        }
    }

    private static bool TryPlace(BigInteger value, Span<byte> number)
    {
        number.Clear();
        return value.Sign > 0 && value.GetByteCount(isUnsigned: true) <= NumberSize
            && value.TryWriteBytes(number[^value.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
    }
}
