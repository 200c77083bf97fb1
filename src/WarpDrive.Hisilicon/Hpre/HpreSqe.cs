using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>The HPRE descriptor, 64 bytes (hisi-hpre.md §2).</summary>
[StructLayout(LayoutKind.Explicit, Size = ByteSize)]
internal struct HpreSqe
{
    /// <summary>Size in bytes.</summary>
    internal const int ByteSize = 64;
    /// <summary>done: to be processed.</summary>
    internal const uint Submitted = 1;
    /// <summary>done: processed.</summary>
    internal const uint Processed = 3;
    /// <summary>Bit of etype1: a memory fault.</summary>
    internal const uint SvaFault = 1 << 5;

    // 0x00: 4–0 alg, 15–5 etype, 29–16 etype1, 31–30 done.
    private const uint AlgorithmMask = 0x1F;
    private const int ErrorShift = 5;
    private const uint ErrorMask = 0x7FF;
    private const int DetailShift = 16;
    private const uint DetailMask = 0x3FFF;
    private const int DoneShift = 30;

    // 0x04: 7–0 task_len1, 25 sm2_ksel, 30–27 sva_status, 31 fast core.
    private const uint LengthMask = 0xFF;
    private const uint DrawsNonceBit = 1u << 25;
    private const int SvaStatusShift = 27;
    private const uint SvaStatusMask = 0xF;
    private const uint FastCoreBit = 1u << 31;

    private const uint MessageLengthMask = 0x1FF;
    private const uint NonceMark = 0x0E;
    private const ulong ValidBit = 2;

    /// <summary>0x00: algorithm, errors, done.</summary>
    [FieldOffset(0x00)] internal uint Head;
    /// <summary>0x04: operand length and switches.</summary>
    [FieldOffset(0x04)] internal uint Control;
    /// <summary>0x08: operand block "key".</summary>
    [FieldOffset(0x08)] internal ulong Key;
    /// <summary>0x10: operand block "in".</summary>
    [FieldOffset(0x10)] internal ulong In;
    /// <summary>0x18: result block; of a verification, when done: the answer.</summary>
    [FieldOffset(0x18)] internal ulong Out;
    /// <summary>0x20: echoed, all 64 bits.</summary>
    [FieldOffset(0x20)] internal ulong Tag;
    /// <summary>0x28: 8–0 sm2_mlen.</summary>
    [FieldOffset(0x28)] internal uint MessageWord;

    /// <summary>What to do.</summary>
    internal readonly HpreAlgorithm Algorithm => (HpreAlgorithm)(Head & AlgorithmMask);

    /// <summary>etype.</summary>
    internal readonly HpreError Error => (HpreError)((Head >> ErrorShift) & ErrorMask);

    /// <summary>etype1.</summary>
    internal readonly uint Detail => (Head >> DetailShift) & DetailMask;

    /// <summary>done.</summary>
    internal readonly uint Done => Head >> DoneShift;

    /// <summary>Bytes of an operand, from task_len1: 8…2048.</summary>
    internal readonly int OperandSize => (int)((Control & LengthMask) + 1) * 8;

    /// <summary>SM2: the device draws the nonce.</summary>
    internal readonly bool DrawsNonce => (Control & DrawsNonceBit) != 0;

    /// <summary>Hint: the core for secp256r1.</summary>
    internal readonly bool FastCore => (Control & FastCoreBit) != 0;

    /// <summary>Code of a memory fault.</summary>
    internal readonly uint SvaStatus => (Control >> SvaStatusShift) & SvaStatusMask;

    /// <summary>SM2 encryption and decryption: bytes of the message, 1…512.</summary>
    internal readonly int MessageLength => (int)(MessageWord & MessageLengthMask) + 1;

    /// <summary>Verification, when done: whether the signature is good.</summary>
    internal readonly bool IsValid => (Out & ValidBit) != 0;

    /// <summary>A descriptor to send; addresses and tag are to be filled in.</summary>
    /// <param name="algorithm">What to do.</param>
    /// <param name="operandSize">A multiple of 8.</param>
    internal static HpreSqe Create(HpreAlgorithm algorithm, int operandSize) =>
        new() { Head = (uint)algorithm | (Submitted << DoneShift), Control = (uint)((operandSize / 8) - 1) };

    /// <summary>The device draws the nonce.</summary>
    internal void SetDrawsNonce() => Control |= DrawsNonceBit;

    /// <summary>Hint.</summary>
    internal void SetFastCore() => Control |= FastCoreBit;

    /// <summary>Point multiplication for SM2 encryption, as other drivers mark it (hisi-hpre.md §6.7): its scalar is a nonce and comes once.</summary>
    internal readonly bool IsMarkedNonce => Algorithm == HpreAlgorithm.PointMultiply && (MessageWord & MessageLengthMask) == NonceMark;

    /// <summary>Marks a point multiplication by a nonce.</summary>
    internal void MarkNonce() => MessageWord = (MessageWord & ~MessageLengthMask) | NonceMark;

    /// <summary>Bytes of an SM2 message, 1…512.</summary>
    internal void SetMessageLength(int length) => MessageWord = (MessageWord & ~MessageLengthMask) | (uint)(length - 1);

    /// <summary>The device has processed it.</summary>
    internal void Complete(HpreError error, bool isFault)
    {
        Head = (uint)Algorithm | ((uint)error << ErrorShift) | ((isFault ? SvaFault : 0) << DetailShift) | (Processed << DoneShift);
        if (isFault)
        {
            Control = (Control & ~(SvaStatusMask << SvaStatusShift)) | (1u << SvaStatusShift);
        }
    }

    /// <summary>The answer of a verification: both dwords are written, so that no bit of an address is left (§7).</summary>
    internal void Answer(bool valid) => Out = valid ? ValidBit : 0;
}
