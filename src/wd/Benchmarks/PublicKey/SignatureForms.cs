using System.Formats.Asn1;
using System.Numerics;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>Signatures of two numbers of 32 bytes: r ‖ s, and as DER (RFC 3279 §2.2.3).</summary>
internal static class SignatureForms
{
    /// <summary>Bytes of r ‖ s.</summary>
    internal const int Length = 2 * CurveBlocks.Slot;

    /// <summary>r ‖ s of DER.</summary>
    internal static byte[] FromDer(byte[] der)
    {
        AsnReader sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        byte[] r = sequence.ReadInteger().ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] s = sequence.ReadInteger().ToByteArray(isUnsigned: true, isBigEndian: true);
        return EngineKey.Block(CurveBlocks.Slot, r, s);
    }

    /// <summary>DER of r ‖ s.</summary>
    internal static byte[] ToDer(byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature.AsSpan(0, CurveBlocks.Slot), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature.AsSpan(CurveBlocks.Slot), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
