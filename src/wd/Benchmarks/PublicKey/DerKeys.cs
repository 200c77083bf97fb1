using System.Formats.Asn1;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>Keys that the runtime has no class for, as PKCS #8 (RFC 5208) and SubjectPublicKeyInfo (RFC 5280 §4.1).</summary>
internal static class DerKeys
{
    private const string CurveKeys = "1.2.840.10045.2.1";    // RFC 5480 §2.1.1
    private const string Sm2Curve = "1.2.156.10197.1.301";   // GM/T 0006

    /// <summary>A private key for SM2, with its point (RFC 5915).</summary>
    internal static byte[] Sm2Private(byte[] number, byte[] x, byte[] y)
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            inner.WriteInteger(1);
            inner.WriteOctetString(number);
            using (inner.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                inner.WriteBitString(Point(x, y));
            }
        }

        return Private(inner.Encode(), CurveKeys, Sm2Curve);
    }

    /// <summary>A public key for SM2.</summary>
    internal static byte[] Sm2Public(byte[] x, byte[] y) => Public(Point(x, y), CurveKeys, Sm2Curve);

    /// <summary>A private key for X25519 or X448 (RFC 8410 §7).</summary>
    internal static byte[] XdhPrivate(XdhCurve curve, byte[] key)
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        inner.WriteOctetString(key);
        return Private(inner.Encode(), NameOf(curve));
    }

    /// <summary>A public key for X25519 or X448 (RFC 8410 §4).</summary>
    internal static byte[] XdhPublic(XdhCurve curve, byte[] key) => Public(key, NameOf(curve));

    private static string NameOf(XdhCurve curve) => curve == XdhCurve.X25519 ? "1.3.101.110" : "1.3.101.111";   // RFC 8410 §3

    private static byte[] Point(byte[] x, byte[] y) => [4, .. x, .. y];

    private static byte[] Private(byte[] key, params ReadOnlySpan<string> algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            Write(writer, algorithm);
            writer.WriteOctetString(key);
        }

        return writer.Encode();
    }

    private static byte[] Public(byte[] key, params ReadOnlySpan<string> algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Write(writer, algorithm);
            writer.WriteBitString(key);
        }

        return writer.Encode();
    }

    private static void Write(AsnWriter writer, ReadOnlySpan<string> algorithm)
    {
        using (writer.PushSequence())
        {
            foreach (string identifier in algorithm)
            {
                writer.WriteObjectIdentifier(identifier);
            }
        }
    }
}
