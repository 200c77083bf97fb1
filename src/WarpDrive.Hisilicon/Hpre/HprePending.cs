using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>What the driver remembers of a descriptor while the device has it.</summary>
internal struct HprePending
{
    /// <summary>The caller's mark.</summary>
    internal uint Tag;
    /// <summary>Part of a request.</summary>
    internal HpreRole Role;
    /// <summary>The request has an answer, no output.</summary>
    internal bool IsVerification;
    /// <summary>Digest of an SM2 message that is finished here.</summary>
    internal DigestAlgorithm Hash;
    /// <summary>The key, with a reference; null when the driver holds none for this descriptor.</summary>
    internal PublicKeyMaterial? Key;
    /// <summary>The caller's output.</summary>
    internal ulong Output;
    /// <summary>Bytes of the result there.</summary>
    internal int Produced;
    /// <summary>Bytes of a slot, h.</summary>
    internal int SlotSize;
    /// <summary>Bytes of a number, k.</summary>
    internal int NumberSize;
    /// <summary>Bytes used of the private block "key".</summary>
    internal int KeyLength;
    /// <summary>Bytes used of the private block "in".</summary>
    internal int InLength;
    /// <summary>Bytes used of the private block "out".</summary>
    internal int OutLength;
    /// <summary>Copy of an SM2 message that is finished here (see <see cref="Sm2Message"/>), or nothing.</summary>
    internal Sm2Message Message;
}
