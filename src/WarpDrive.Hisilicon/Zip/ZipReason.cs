namespace WarpDrive.Hisilicon.Zip;

/// <summary>Why a request failed, in the slot's note. From <see cref="HeaderBase"/> on: plus the parser's own status, from <see cref="InflateBase"/> on: plus the decoder's.</summary>
internal enum ZipReason : ushort
{
    /// <summary>Nothing to add.</summary>
    None = 0,
    /// <summary>The descriptor's type is not the one of this hardware generation.</summary>
    WrongType,
    /// <summary>Buffer type neither 0 nor 1.</summary>
    WrongBufferType,
    /// <summary>A flat source of more than 8 MiB, or a list of more than 2 GiB.</summary>
    SourceTooLong,
    /// <summary>A scatter list that is not aligned to 64 bytes.</summary>
    ListMisaligned,
    /// <summary>A scatter list with more valid entries than 255.</summary>
    ListTooManyEntries,
    /// <summary>More than 256 scatter lists in a chain.</summary>
    ListChainTooLong,
    /// <summary>An entry of more than 8 MiB.</summary>
    ListEntryTooLong,
    /// <summary>The list holds fewer bytes than the descriptor says.</summary>
    ListTooShort,
    /// <summary>Source and destination overlap.</summary>
    Overlap,
    /// <summary>A stateful request without a stream context.</summary>
    NoStreamContext,
    /// <summary>The stream context holds a state that no stream can reach.</summary>
    BadStreamState,
    /// <summary>The input is too long for this operation.</summary>
    InputTooLongForOperation,
    /// <summary>The literal buffer is shorter than input + 16.</summary>
    LiteralBufferTooSmall,
    /// <summary>The operation does not exist in stateless or stateful mode, or not with lists.</summary>
    WrongMode,
    /// <summary>The memory could not be had in one piece.</summary>
    ContextNotContiguous,

    /// <summary>The driver: add the header parser's status.</summary>
    HeaderBase = 0x80,

    /// <summary>Add the decoder's status.</summary>
    InflateBase = 0x100,
}
