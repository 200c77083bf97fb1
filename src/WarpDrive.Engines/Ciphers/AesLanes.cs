using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace WarpDrive.Engines.Ciphers;

/// <summary>
/// Modes of AES whose blocks wait for each other, on eight messages side by side: the instructions take a new block every cycle and give it back
/// after four, so that a message alone leaves most of them idle.
/// </summary>
/// <remarks>A lane whose message ends takes the next one; a lane without any works on a block of its own.</remarks>
internal static unsafe class AesLanes
{
    private const int BlockSize = 16;
    private const int Width = 8;

    /// <summary>Whether the processor has the instructions.</summary>
    internal static bool IsSupported => X86Aes.IsSupported;

    /// <summary>Runs all messages to their ends.</summary>
    /// <param name="messages">The messages, any number, with keys of the same size.</param>
    /// <param name="mode">CBC encryption, CFB encryption or OFB.</param>
    /// <returns>How many ran together at most.</returns>
    internal static int Run(Span<AesLane> messages, BlockMode mode)
    {
        byte* states = stackalloc byte[Width * BlockSize];
        byte* idle = stackalloc byte[BlockSize];
        AesLane* lanes = stackalloc AesLane[Width];
        byte** keys = stackalloc byte*[Width];
        int rounds = messages.IsEmpty ? 0 : messages[0].Key->Rounds;
        int next = 0;
        int active = 0;
        int most = 0;
        new Span<byte>(states, Width * BlockSize).Clear();
        for (int i = 0; i < Width; i++)
        {
            keys[i] = messages.IsEmpty ? null : messages[0].Key->Encryption;
            lanes[i] = new AesLane { Source = idle, Destination = idle };
            active += Fill(messages, ref next, ref lanes[i], ref keys[i], states + i * BlockSize, idle) ? 1 : 0;
        }

        while (active > 0)
        {
            most = Math.Max(most, active);
            int steps = int.MaxValue;
            for (int i = 0; i < Width; i++)
            {
                steps = lanes[i].Blocks > 0 ? Math.Min(steps, lanes[i].Blocks) : steps;
            }

            for (int step = 0; step < steps; step++)
            {
                Step(lanes, keys, rounds, states, mode);
            }

            for (int i = 0; i < Width; i++)
            {
                ref AesLane lane = ref lanes[i];
                if (lane.Blocks > 0 && (lane.Blocks -= steps) == 0)
                {
                    Vector128.Load(states + i * BlockSize).Store(lane.Chain);
                    active -= Fill(messages, ref next, ref lane, ref keys[i], states + i * BlockSize, idle) ? 0 : 1;
                }
            }
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(states, Width * BlockSize));
        CryptographicOperations.ZeroMemory(new Span<byte>(idle, BlockSize));
        return most;
    }

    /// <summary>Gives a lane the next message that has blocks, or the idle block when there is none.</summary>
    private static bool Fill(Span<AesLane> messages, ref int next, ref AesLane lane, ref byte* keys, byte* state, byte* idle)
    {
        while (next < messages.Length)
        {
            ref AesLane message = ref messages[next++];
            if (message.Blocks > 0)
            {
                lane = message;
                keys = message.Key->Encryption;
                Vector128.Load(message.Chain).Store(state);
                return true;
            }
        }

        lane = new AesLane { Source = idle, Destination = idle };
        return false;
    }

    /// <summary>One block of each lane (SP 800-38A, 6.2 to 6.4).</summary>
    private static void Step(AesLane* lanes, byte** keys, int rounds, byte* states, BlockMode mode)
    {
        if (mode == BlockMode.Cbc)
        {
            for (int i = 0; i < Width; i++)
            {
                (Vector128.Load(states + i * BlockSize) ^ Vector128.Load(lanes[i].Source)).Store(states + i * BlockSize);
            }
        }

        Rounds(keys, rounds, states);
        for (int i = 0; i < Width; i++)
        {
            AesLane* lane = lanes + i;
            Vector128<byte> state = Vector128.Load(states + i * BlockSize);
            if (mode == BlockMode.Cbc)
            {
                state.Store(lane->Destination);
            }
            else
            {
                Vector128<byte> output = state ^ Vector128.Load(lane->Source);
                output.Store(lane->Destination);
                if (mode == BlockMode.Cfb)
                {
                    output.Store(states + i * BlockSize);
                }
            }

            int advance = lane->Blocks > 0 ? BlockSize : 0;
            lane->Source += advance;
            lane->Destination += advance;
        }
    }

    private static void Rounds(byte** keys, int rounds, byte* states)
    {
        byte* k0 = keys[0], k1 = keys[1], k2 = keys[2], k3 = keys[3], k4 = keys[4], k5 = keys[5], k6 = keys[6], k7 = keys[7];
        Vector128<byte> s0 = Vector128.Load(states) ^ Vector128.Load(k0);
        Vector128<byte> s1 = Vector128.Load(states + 16) ^ Vector128.Load(k1);
        Vector128<byte> s2 = Vector128.Load(states + 32) ^ Vector128.Load(k2);
        Vector128<byte> s3 = Vector128.Load(states + 48) ^ Vector128.Load(k3);
        Vector128<byte> s4 = Vector128.Load(states + 64) ^ Vector128.Load(k4);
        Vector128<byte> s5 = Vector128.Load(states + 80) ^ Vector128.Load(k5);
        Vector128<byte> s6 = Vector128.Load(states + 96) ^ Vector128.Load(k6);
        Vector128<byte> s7 = Vector128.Load(states + 112) ^ Vector128.Load(k7);
        nint at = BlockSize;
        for (int round = 1; round < rounds; round++)
        {
            s0 = X86Aes.Encrypt(s0, Vector128.Load(k0 + at));
            s1 = X86Aes.Encrypt(s1, Vector128.Load(k1 + at));
            s2 = X86Aes.Encrypt(s2, Vector128.Load(k2 + at));
            s3 = X86Aes.Encrypt(s3, Vector128.Load(k3 + at));
            s4 = X86Aes.Encrypt(s4, Vector128.Load(k4 + at));
            s5 = X86Aes.Encrypt(s5, Vector128.Load(k5 + at));
            s6 = X86Aes.Encrypt(s6, Vector128.Load(k6 + at));
            s7 = X86Aes.Encrypt(s7, Vector128.Load(k7 + at));
            at += BlockSize;
        }

        X86Aes.EncryptLast(s0, Vector128.Load(k0 + at)).Store(states);
        X86Aes.EncryptLast(s1, Vector128.Load(k1 + at)).Store(states + 16);
        X86Aes.EncryptLast(s2, Vector128.Load(k2 + at)).Store(states + 32);
        X86Aes.EncryptLast(s3, Vector128.Load(k3 + at)).Store(states + 48);
        X86Aes.EncryptLast(s4, Vector128.Load(k4 + at)).Store(states + 64);
        X86Aes.EncryptLast(s5, Vector128.Load(k5 + at)).Store(states + 80);
        X86Aes.EncryptLast(s6, Vector128.Load(k6 + at)).Store(states + 96);
        X86Aes.EncryptLast(s7, Vector128.Load(k7 + at)).Store(states + 112);
    }
}
