namespace WarpDrive.Engines.PublicKey;

/// <summary>How a public key operation ended. The output is untouched unless it is <see cref="Ok"/>.</summary>
public enum PublicKeyStatus : byte
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>A size or a value is not allowed: an even modulus, a message not below it, a point off the curve, a scalar out of range.</summary>
    BadOperand,

    /// <summary>The operands are allowed but the result does not exist: no inverse, the point at infinity, a zero r or s.</summary>
    Undefined,

    /// <summary>SM2 decryption: c3 does not match; SM2 encryption and decryption: the key stream is all zero.</summary>
    CheckFailed,

    /// <summary>libcrypto is not there or lacks a function; <see cref="PublicKeyEngine.Reason"/> says which.</summary>
    Unavailable,
}
