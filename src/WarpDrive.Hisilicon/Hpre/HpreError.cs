namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Bits of etype as our device model sets them (hisi-hpre.md §7). Those of hardware are not public.</summary>
[Flags]
internal enum HpreError : ushort
{
    /// <summary>No error.</summary>
    None = 0,
    /// <summary>The code is unknown, or not for this kind of queue or hardware generation.</summary>
    UnknownAlgorithm = 1 << 0,
    /// <summary>task_len1 is not one that the algorithm has.</summary>
    BadLength = 1 << 1,
    /// <summary>An operand's value is not allowed.</summary>
    BadOperand = 1 << 2,
    /// <summary>The operands are allowed and have no result.</summary>
    Undefined = 1 << 3,
    /// <summary>SM2: C3 does not match, or the key stream is zero.</summary>
    CheckFailed = 1 << 4,
    /// <summary>An address that is needed is 0.</summary>
    NullAddress = 1 << 5,
}
