namespace WarpDrive.Engines.PublicKey;

/// <summary>The numbers that define a curve, as plain limbs; generator and order are empty when unknown.</summary>
internal sealed record CurveNumbers(ulong[] P, ulong[] A, ulong[] B, ulong[] Gx, ulong[] Gy, ulong[] N)
{
    /// <summary>Whether the equation is the same.</summary>
    internal bool HasEquation(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b) =>
        P.AsSpan().SequenceEqual(p) && A.AsSpan().SequenceEqual(a) && B.AsSpan().SequenceEqual(b);

    /// <summary>Whether generator and order are the same.</summary>
    internal bool HasGenerator(ReadOnlySpan<ulong> gx, ReadOnlySpan<ulong> gy, ReadOnlySpan<ulong> n) =>
        Gx.AsSpan().SequenceEqual(gx) && Gy.AsSpan().SequenceEqual(gy) && N.AsSpan().SequenceEqual(n);
}
