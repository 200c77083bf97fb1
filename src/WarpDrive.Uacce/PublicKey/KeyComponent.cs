namespace WarpDrive.Uacce.PublicKey;

/// <summary>Numbers that a key may hold.</summary>
public enum KeyComponent
{
    /// <summary>RSA: modulus n. DH: prime p.</summary>
    Modulus = 0,
    /// <summary>RSA: e.</summary>
    PublicExponent,
    /// <summary>RSA: d. DH: x.</summary>
    PrivateExponent,
    /// <summary>RSA: p.</summary>
    P,
    /// <summary>RSA: q.</summary>
    Q,
    /// <summary>RSA: d mod (p − 1).</summary>
    DP,
    /// <summary>RSA: d mod (q − 1).</summary>
    DQ,
    /// <summary>RSA: q⁻¹ mod p.</summary>
    InverseQ,
    /// <summary>Curves: private key or scalar.</summary>
    D,
    /// <summary>Curves: x of the public point.</summary>
    X,
    /// <summary>Curves: y of the public point.</summary>
    Y,
}
