namespace WarpDrive.Hisilicon.Sec;

/// <summary>A request of a wave, from its check to its completion.</summary>
internal unsafe struct SecPending
{
    internal SecPendingKind Kind;
    /// <summary>The tag does not match; where the payload was to go there are zeros.</summary>
    internal bool Mismatch;
    /// <summary>Position in the batch.</summary>
    internal int Request;
    /// <summary>Position among the jobs of its kind; of the cipher for composed operations.</summary>
    internal int Job;
    /// <summary>Composed: position of the digest's job.</summary>
    internal int DigestJob;
    /// <summary>Composed decryption: position of the cipher's job among those that wait for the verdict.</summary>
    internal int Deferred;
    /// <summary>Payload in private memory, to be written to the outputs; null when the engine writes there itself.</summary>
    internal byte* Staged;
    /// <summary>Where the payload goes: first of the wave's outputs.</summary>
    internal int FirstOutput;
    /// <summary>How many of them.</summary>
    internal int Outputs;
    /// <summary>The output of MAC, tag or state among the wave's outputs, or -1.</summary>
    internal int MacOutput;
    /// <summary>MAC, tag or state in private memory, to be written to that output; null when the engine writes there itself.</summary>
    internal byte* Mac;
    /// <summary>Bytes of MAC, tag or state.</summary>
    internal int MacLength;
    /// <summary>Composed: what was computed, whole.</summary>
    internal byte* Digest;
    /// <summary>Composed decryption: the tag to compare with.</summary>
    internal byte* Expected;
}
