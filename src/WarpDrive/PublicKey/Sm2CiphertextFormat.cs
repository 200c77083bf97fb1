namespace WarpDrive;

/// <summary>How an SM2 ciphertext is written. C1 is the point, C2 as long as the data, C3 the digest.</summary>
public enum Sm2CiphertextFormat
{
    /// <summary>04 ‖ C1 ‖ C3 ‖ C2, the order of GB/T 32918.4-2016.</summary>
    C1C3C2 = 0,
    /// <summary>04 ‖ C1 ‖ C2 ‖ C3, the order of older software.</summary>
    C1C2C3,
    /// <summary>DER: SEQUENCE of C1x, C1y, C3, C2 (GM/T 0009).</summary>
    Der,
}
