using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Native;

/// <summary>The head of IMB_JOB, as far as it is used. Jobs live in the ring of a manager; none is allocated here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 200)]
internal unsafe struct ImbJob
{
    [FieldOffset(0)] internal void* EncryptionKeys;
    [FieldOffset(8)] internal void* DecryptionKeys;
    [FieldOffset(16)] internal ulong KeyLength;
    [FieldOffset(24)] internal byte* Source;
    [FieldOffset(32)] internal byte* Destination;
    [FieldOffset(40)] internal ulong CipherOffset;
    [FieldOffset(48)] internal ulong CipherLength;
    [FieldOffset(56)] internal ulong HashOffset;
    [FieldOffset(64)] internal ulong HashLength;
    [FieldOffset(72)] internal byte* Iv;
    [FieldOffset(80)] internal ulong IvLength;
    [FieldOffset(88)] internal byte* Tag;
    [FieldOffset(96)] internal ulong TagLength;

    // Three words that each hash reads in its own way. HMAC: states after the pads.
    [FieldOffset(104)] internal byte* HmacInner;
    [FieldOffset(112)] internal byte* HmacOuter;

    // XCBC: expanded K1, K2, K3. CMAC: expanded key, both subkeys.
    [FieldOffset(104)] internal byte* MacKeys;
    [FieldOffset(112)] internal byte* MacSubkey1;
    [FieldOffset(120)] internal byte* MacSubkey2;

    // CCM and GCM: data that is authenticated only.
    [FieldOffset(104)] internal byte* Associated;
    [FieldOffset(112)] internal ulong AssociatedLength;

    // GMAC.
    [FieldOffset(104)] internal byte* GmacKey;
    [FieldOffset(112)] internal byte* GmacIv;
    [FieldOffset(120)] internal ulong GmacIvLength;

    [FieldOffset(128)] internal ImbStatus Status;
    [FieldOffset(132)] internal ImbCipher CipherMode;
    [FieldOffset(136)] internal ImbDirection Direction;
    [FieldOffset(140)] internal ImbHash Hash;
    [FieldOffset(144)] internal ImbOrder Order;
    [FieldOffset(152)] internal nint UserData;
    [FieldOffset(160)] internal nint UserData2;
}
