namespace WarpDrive.Engines.PublicKey;

/// <summary>What a key block is prepared for; part of the name under which it is cached.</summary>
internal enum KeyClass : byte
{
    /// <summary>exponent ‖ modulus of RSA.</summary>
    Power,

    /// <summary>dq ‖ dp ‖ q ‖ p ‖ qinv.</summary>
    Crt,

    /// <summary>exponent ‖ modulus of Diffie–Hellman.</summary>
    Agreement,

    /// <summary>p ‖ a ‖ s ‖ b.</summary>
    PointMultiply,

    /// <summary>The private layout of ECDSA: p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy.</summary>
    CurvePrivate,

    /// <summary>The public layout of ECDSA and SM2: p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy.</summary>
    CurvePublic,

    /// <summary>The private layout, for SM2.</summary>
    Sm2Private,

    /// <summary>p ‖ a24 ‖ s.</summary>
    Montgomery,
}
