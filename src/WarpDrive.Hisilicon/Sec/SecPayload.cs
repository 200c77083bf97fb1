namespace WarpDrive.Hisilicon.Sec;

/// <summary>Source and destination of a request that encrypts or decrypts, while it is being added.</summary>
internal unsafe struct SecPayload
{
    /// <summary>Offset of the source in the input.</summary>
    internal int From;
    /// <summary>Bytes of the source: associated data, if any, and payload.</summary>
    internal int SourceLength;
    /// <summary>Offset of the payload in the source.</summary>
    internal int Offset;
    /// <summary>Bytes of the payload.</summary>
    internal int Length;
    internal int FirstSource;
    internal int Sources;
    internal int FirstTarget;
    internal int Targets;
    /// <summary>The source in one piece.</summary>
    internal byte* Data;
    /// <summary>The payload in it.</summary>
    internal byte* Source;
    /// <summary>Where engines write.</summary>
    internal byte* Target;
    /// <summary>The same, when it is private memory to be written to the outputs; else null.</summary>
    internal byte* Staged;
    /// <summary>Ranges of the destination that are to be written or committed at the end.</summary>
    internal int Outputs;
}
