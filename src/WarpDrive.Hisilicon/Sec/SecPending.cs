namespace WarpDrive.Hisilicon.Sec;

/// <summary>A request of a wave, from its check to its completion.</summary>
internal unsafe struct SecPending
{
    internal SecPendingKind Kind;
    internal bool Mismatch;
    /// <summary>Position in the batch.</summary>
    internal int Request;
    /// <summary>Position among the jobs of its kind; of the cipher for composed operations.</summary>
    internal int Job;
    /// <summary>Position of the digest's job of a composed operation.</summary>
    internal int DigestJob;
    /// <summary>Payload in private memory, to be written to the outputs; null when the engine writes there itself.</summary>
    internal byte* Staged;
    /// <summary>Where the payload goes: first of the wave's outputs, and how many.</summary>
    internal int FirstOutput;
    internal int Outputs;
    /// <summary>The output of MAC, tag or state among the wave's outputs, or -1.</summary>
    internal int MacOutput;
    /// <summary>MAC, tag or state in private memory, to be written to that output; null when the engine writes there itself.</summary>
    internal byte* Mac;
    /// <summary>Composed: the tag to compare with.</summary>
    internal byte* Expected;
    /// <summary>Bytes of MAC, tag or state.</summary>
    internal int MacLength;
    /// <summary>Composed decryption: what to do once the tag is verified.</summary>
    internal byte* Payload;
    internal byte* Target;
    internal byte* Key;
    internal byte* Iv;
    internal int Length;
    internal int KeyLength;
    internal SecCipherAlgorithm Cipher;
}
