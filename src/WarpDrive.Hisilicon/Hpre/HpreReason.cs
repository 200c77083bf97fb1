namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Why a request failed, in the slot's note.</summary>
internal enum HpreReason : ushort
{
    /// <summary>Nothing to add.</summary>
    None = 0,
    /// <summary>The code is not in the table.</summary>
    UnknownAlgorithm,
    /// <summary>RSA or DH on a curve queue, or the reverse.</summary>
    WrongQueue,
    /// <summary>This generation has no curves.</summary>
    WrongGeneration,
    /// <summary>The algorithm has no operands of this size.</summary>
    BadLength,
    /// <summary>An address that is needed is 0.</summary>
    NullAddress,
    /// <summary>The engine is gone.</summary>
    NoEngine,

    /// <summary>The driver: a result is wider than the numbers of the request.</summary>
    WideResult = 0x80,
    /// <summary>The driver: SM2, C3 does not match.</summary>
    WrongCheck,
    /// <summary>The driver: SM2, the key stream is zero.</summary>
    ZeroKeyStream,
}
