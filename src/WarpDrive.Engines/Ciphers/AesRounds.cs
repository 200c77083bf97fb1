using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace WarpDrive.Engines.Ciphers;

/// <summary>
/// The steps of AES on a state of 16 bytes: with the instructions of the processor, or else computed in the field without any table, so that no
/// step takes a time that depends on the data.
/// </summary>
internal static class AesRounds
{
    /// <summary>Whether the processor has instructions for the rounds.</summary>
    internal static bool HasInstructions
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => X86Aes.IsSupported || ArmAes.IsSupported;
    }

    /// <summary>SubBytes on the four bytes of a word.</summary>
    internal static uint SubWord(uint word)
    {
        if (X86Aes.IsSupported)
        {
            return X86Aes.KeygenAssist(Vector128.Create(word).AsByte(), 0).AsUInt32().ToScalar();
        }

        if (ArmAes.IsSupported)
        {
            // ShiftRows moves nothing when all columns are the same.
            return ArmAes.Encrypt(Vector128.Create(word).AsByte(), Vector128<byte>.Zero).AsUInt32().ToScalar();
        }

        return AesPortable.SubBytes(Vector128.Create(word).AsByte()).AsUInt32().ToScalar();
    }

    /// <summary>InvMixColumns.</summary>
    internal static Vector128<byte> InverseMixColumns(Vector128<byte> state) =>
        X86Aes.IsSupported ? X86Aes.InverseMixColumns(state)
        : ArmAes.IsSupported ? ArmAes.InverseMixColumns(state)
        : AesPortable.InverseMixColumns(state);
}
