using System.Buffers.Binary;
using System.Numerics;

namespace WarpDrive.Engines.Ciphers;

/// <summary>SM4 one block at a time, as the standard has it (GB/T 32907-2016). The S-box is a table indexed by secrets:
/// the other paths are measured and tested against this one, which no request takes unless a test forces it.</summary>
internal static unsafe class Sm4Reference
{
    /// <summary>The S-box, section 6.2 (1).</summary>
    internal static ReadOnlySpan<byte> Sbox =>
    [
        0xD6, 0x90, 0xE9, 0xFE, 0xCC, 0xE1, 0x3D, 0xB7, 0x16, 0xB6, 0x14, 0xC2, 0x28, 0xFB, 0x2C, 0x05,
        0x2B, 0x67, 0x9A, 0x76, 0x2A, 0xBE, 0x04, 0xC3, 0xAA, 0x44, 0x13, 0x26, 0x49, 0x86, 0x06, 0x99,
        0x9C, 0x42, 0x50, 0xF4, 0x91, 0xEF, 0x98, 0x7A, 0x33, 0x54, 0x0B, 0x43, 0xED, 0xCF, 0xAC, 0x62,
        0xE4, 0xB3, 0x1C, 0xA9, 0xC9, 0x08, 0xE8, 0x95, 0x80, 0xDF, 0x94, 0xFA, 0x75, 0x8F, 0x3F, 0xA6,
        0x47, 0x07, 0xA7, 0xFC, 0xF3, 0x73, 0x17, 0xBA, 0x83, 0x59, 0x3C, 0x19, 0xE6, 0x85, 0x4F, 0xA8,
        0x68, 0x6B, 0x81, 0xB2, 0x71, 0x64, 0xDA, 0x8B, 0xF8, 0xEB, 0x0F, 0x4B, 0x70, 0x56, 0x9D, 0x35,
        0x1E, 0x24, 0x0E, 0x5E, 0x63, 0x58, 0xD1, 0xA2, 0x25, 0x22, 0x7C, 0x3B, 0x01, 0x21, 0x78, 0x87,
        0xD4, 0x00, 0x46, 0x57, 0x9F, 0xD3, 0x27, 0x52, 0x4C, 0x36, 0x02, 0xE7, 0xA0, 0xC4, 0xC8, 0x9E,
        0xEA, 0xBF, 0x8A, 0xD2, 0x40, 0xC7, 0x38, 0xB5, 0xA3, 0xF7, 0xF2, 0xCE, 0xF9, 0x61, 0x15, 0xA1,
        0xE0, 0xAE, 0x5D, 0xA4, 0x9B, 0x34, 0x1A, 0x55, 0xAD, 0x93, 0x32, 0x30, 0xF5, 0x8C, 0xB1, 0xE3,
        0x1D, 0xF6, 0xE2, 0x2E, 0x82, 0x66, 0xCA, 0x60, 0xC0, 0x29, 0x23, 0xAB, 0x0D, 0x53, 0x4E, 0x6F,
        0xD5, 0xDB, 0x37, 0x45, 0xDE, 0xFD, 0x8E, 0x2F, 0x03, 0xFF, 0x6A, 0x72, 0x6D, 0x6C, 0x5B, 0x51,
        0x8D, 0x1B, 0xAF, 0x92, 0xBB, 0xDD, 0xBC, 0x7F, 0x11, 0xD9, 0x5C, 0x41, 0x1F, 0x10, 0x5A, 0xD8,
        0x0A, 0xC1, 0x31, 0x88, 0xA5, 0xCD, 0x7B, 0xBD, 0x2D, 0x74, 0xD0, 0x12, 0xB8, 0xE5, 0xB4, 0xB0,
        0x89, 0x69, 0x97, 0x4A, 0x0C, 0x96, 0x77, 0x7E, 0x65, 0xB9, 0xF1, 0x09, 0xC5, 0x6E, 0xC6, 0x84,
        0x18, 0xF0, 0x7D, 0xEC, 0x3A, 0xDC, 0x4D, 0x20, 0x79, 0xEE, 0x5F, 0x3E, 0xD7, 0xCB, 0x39, 0x48,
    ];

    /// <summary>Whole blocks; encrypts or decrypts as the order of the keys says. In place is allowed.</summary>
    internal static void Ecb(uint* keys, byte* source, byte* destination, nint blocks)
    {
        for (nint i = 0; i < blocks; i++, source += 16, destination += 16)
        {
            var input = new ReadOnlySpan<byte>(source, 16);
            uint x0 = BinaryPrimitives.ReadUInt32BigEndian(input);
            uint x1 = BinaryPrimitives.ReadUInt32BigEndian(input[4..]);
            uint x2 = BinaryPrimitives.ReadUInt32BigEndian(input[8..]);
            uint x3 = BinaryPrimitives.ReadUInt32BigEndian(input[12..]);
            for (int round = 0; round < 32; round++)
            {
                (x0, x1, x2, x3) = (x1, x2, x3, x0 ^ Transform(x1 ^ x2 ^ x3 ^ keys[round]));
            }

            var output = new Span<byte>(destination, 16);
            BinaryPrimitives.WriteUInt32BigEndian(output, x3);
            BinaryPrimitives.WriteUInt32BigEndian(output[4..], x2);
            BinaryPrimitives.WriteUInt32BigEndian(output[8..], x1);
            BinaryPrimitives.WriteUInt32BigEndian(output[12..], x0);
        }
    }

    /// <summary>Adds the keystream of a 128-bit big-endian counter.</summary>
    internal static void Ctr(uint* keys, byte* counter, byte* source, byte* destination, nint length)
    {
        byte* block = stackalloc byte[16];
        byte* stream = stackalloc byte[16];
        new ReadOnlySpan<byte>(counter, 16).CopyTo(new Span<byte>(block, 16));
        for (nint at = 0; at < length; at++)
        {
            if (at % 16 == 0)
            {
                Ecb(keys, block, stream, 1);
                BinaryPrimitives.WriteUInt128BigEndian(
                    new Span<byte>(block, 16), BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(block, 16)) + 1);
            }

            destination[at] = (byte)(source[at] ^ stream[at % 16]);
        }
    }

    /// <summary>Messages in a serial mode, one after the other.</summary>
    internal static int Lanes(Span<Sm4Lane> messages, Sm4SerialMode mode)
    {
        foreach (ref Sm4Lane message in messages)
        {
            Single(ref message, mode);
        }

        return 1;
    }

    /// <summary>One message in a serial mode (SP 800-38A sections 6.2 to 6.4).</summary>
    internal static void Single(ref Sm4Lane lane, Sm4SerialMode mode)
    {
        byte* chain = lane.Chain;
        bool chainsInput = mode is Sm4SerialMode.CbcEncrypt or Sm4SerialMode.CbcMac;
        for (nint block = 0; block < lane.Blocks; block++)
        {
            byte* source = lane.Source + (block * 16);
            for (int i = 0; i < 16 && chainsInput; i++)
            {
                chain[i] ^= source[i];
            }

            Ecb(lane.Keys, chain, chain, 1);
            for (int i = 0; i < 16 && mode != Sm4SerialMode.CbcMac; i++)
            {
                byte output = chainsInput ? chain[i] : (byte)(chain[i] ^ source[i]);
                chain[i] = mode == Sm4SerialMode.CfbEncrypt ? output : chain[i];
                lane.Destination[(block * 16) + i] = output;
            }
        }
    }

    /// <summary>The composition T of the S-box and L, sections 6.2 (1) and (2).</summary>
    private static uint Transform(uint word)
    {
        uint s = ((uint)Sbox[(int)(word >> 24)] << 24) | ((uint)Sbox[(int)(word >> 16) & 0xFF] << 16)
            | ((uint)Sbox[(int)(word >> 8) & 0xFF] << 8) | Sbox[(int)word & 0xFF];
        return s ^ BitOperations.RotateLeft(s, 2) ^ BitOperations.RotateLeft(s, 10)
            ^ BitOperations.RotateLeft(s, 18) ^ BitOperations.RotateLeft(s, 24);
    }
}
