namespace WarpDrive.Hisilicon.Sec;

/// <summary>Which field of a descriptor a software device objects to, in the slot's note.</summary>
internal enum SecReason : ushort
{
    /// <summary>Nothing to add.</summary>
    None = 0,
    /// <summary>Descriptor type.</summary>
    Type,
    /// <summary>Scene.</summary>
    Scene,
    /// <summary>Address type code.</summary>
    AddressType,
    /// <summary>Neither cipher nor authentication, or a combination that does not exist.</summary>
    Operation,
    /// <summary>Cipher algorithm.</summary>
    CipherAlgorithm,
    /// <summary>Cipher mode.</summary>
    CipherMode,
    /// <summary>Authentication algorithm.</summary>
    AuthAlgorithm,
    /// <summary>The generation does not have the algorithm or mode.</summary>
    Generation,
    /// <summary>Cipher key length.</summary>
    CipherKey,
    /// <summary>Authentication key length.</summary>
    AuthKey,
    /// <summary>Bytes to cipher.</summary>
    CipherLength,
    /// <summary>Bytes to authenticate.</summary>
    AuthLength,
    /// <summary>Offsets into the input.</summary>
    Offset,
    /// <summary>Length of the MAC or tag.</summary>
    MacLength,
    /// <summary>First block of CCM: flags, length or nonce.</summary>
    CcmBlock,
    /// <summary>Total length of a long message.</summary>
    TotalLength,
    /// <summary>The list holds fewer bytes than the descriptor says.</summary>
    ListTooShort,
    /// <summary>A scatter list breaks its limits.</summary>
    ListMalformed,
    /// <summary>The part of a stream cannot be served.</summary>
    Stream,
    /// <summary>Initial value or state: where it comes from.</summary>
    AuthIv,
}
