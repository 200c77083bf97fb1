namespace WarpDrive;

/// <summary>The curves of RFC 7748.</summary>
public enum XdhCurve
{
    /// <summary>Curve25519: keys and secrets of 32 bytes.</summary>
    X25519 = 0,
    /// <summary>Curve448: keys and secrets of 56 bytes.</summary>
    X448,
}
