using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Ciphers;

/// <summary>
/// The round keys of AES for both directions (FIPS 197, 5.2). Those for decryption are in the order of use, the inner ones put through
/// InvMixColumns (5.3.5, equivalent inverse cipher): the form that the instructions want, and libIPSec_MB.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal unsafe struct AesSchedule
{
    internal const int Size = 576;   // a multiple of the alignment, 64

    private const int BlockSize = 16;

    [FieldOffset(0)] internal fixed byte Encryption[256];
    [FieldOffset(256)] internal fixed byte Decryption[256];
    [FieldOffset(512)] internal int Rounds;

    /// <summary>Expands a key of 16, 24 or 32 bytes.</summary>
    internal static void Expand(byte* key, int length, AesSchedule* schedule)
    {
        int words = length / 4;
        int rounds = words + 6;
        uint* w = (uint*)schedule->Encryption;   // each word in memory order: the first byte is the lowest
        new ReadOnlySpan<byte>(key, length).CopyTo(new Span<byte>(w, length));
        uint constant = 1;                       // Rcon, FIPS 197 table 5, in the lowest byte
        for (int i = words; i < 4 * (rounds + 1); i++)
        {
            uint word = ReadWord(w, i - 1);
            if (i % words == 0)
            {
                word = uint.RotateRight(AesRounds.SubWord(word), 8) ^ constant;   // RotWord in memory order
                constant = constant << 1 ^ ((constant >> 7) * 0x11B);
            }
            else if (words > 6 && i % words == 4)
            {
                word = AesRounds.SubWord(word);
            }

            WriteWord(w, i, word ^ ReadWord(w, i - words));
        }

        schedule->Rounds = rounds;
        byte* forward = schedule->Encryption;
        byte* backward = schedule->Decryption;
        for (int round = 0; round <= rounds; round++)
        {
            Vector128<byte> keys = Vector128.Load(forward + (rounds - round) * BlockSize);
            (round == 0 || round == rounds ? keys : AesRounds.InverseMixColumns(keys)).Store(backward + round * BlockSize);
        }
    }

    private static uint ReadWord(uint* words, int index) => BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(words + index, 4));

    private static void WriteWord(uint* words, int index, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(words + index, 4), value);
}
