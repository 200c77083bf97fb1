using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <content>Whole messages of one kind and length, which is what most batches are made of: they need no cursors.</content>
internal sealed unsafe partial class LaneScheduler
{
    /// <summary>Runs plain jobs (<see cref="HashEngine.IsPlain"/>, in one piece) that are all of one kind and length, as many as fill all lanes.</summary>
    /// <param name="path">The width of the vectors.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="segments">The segments of the batch.</param>
    /// <param name="length">Bytes of each message.</param>
    /// <returns>How many of the first jobs were run: a multiple of the lanes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int RunAlike(HashPath path, HashJob* jobs, int count, HashSegment* segments, int length)
    {
        HashTraits* traits = HashTraits.Table + (int)jobs->Kind;
        LaneKernel kernel = LaneKernel.Of(path, traits->Family);
        int lanes = kernel.Lanes;
        int done = 0;
        if (count < lanes)
        {
            return 0;
        }

        nint blocks = length >> traits->BlockShift;
        int whole = (int)blocks << traits->BlockShift;
        int tail = length - whole;
        nint lastBlocks = PrepareEnds(traits, lanes, tail, (ulong)length);
        PrepareStates(traits, lanes);
        int stateSize = traits->StateSize * lanes;
        for (; done + lanes <= count; done += lanes, jobs += lanes)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                HashJob* job = jobs + lane;
                byte* message = segments[job->FirstSegment].Data;
                _data[lane] = message;
                if (tail != 0)
                {
                    Unsafe.CopyBlockUnaligned(_buffers[lane], message + whole, (uint)tail);
                }

                job->Path = path;
                job->Lanes = (ushort)lanes;
            }

            Unsafe.CopyBlock(_states, _initial, (uint)stateSize);
            if (blocks != 0)
            {
                kernel.Compress(_states, _data, blocks, _scratch);
            }

            kernel.Compress(_states, _ends, lastBlocks, _scratch);
            WriteDigests(traits, jobs, lanes);
        }

        return done;
    }

    /// <summary>Pads the last blocks (RFC 1321 sections 3.1 and 3.2, FIPS 180-4 section 5.1): once for all messages, but for the tails before the padding.</summary>
    /// <returns>How many blocks that makes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nint PrepareEnds(HashTraits* traits, int lanes, int tail, ulong length)
    {
        int lengthSize = 2 * traits->WordSize;
        int end = (tail + 1 + lengthSize + traits->BlockSize - 1) & -traits->BlockSize;
        ulong bits = length << 3;   // the length is an int: the upper half of a 16-byte field is zero
        bits = traits->IsLittleEndian == BitConverter.IsLittleEndian ? bits : BinaryPrimitives.ReverseEndianness(bits);
        for (int lane = 0; lane < lanes; lane++)
        {
            if (tail == 0 && lane != 0)
            {
                _ends[lane] = _ends[0];   // nothing but padding
                continue;
            }

            byte* buffer = _buffers[lane];
            new Span<byte>(buffer + tail, end - tail).Clear();
            buffer[tail] = 0x80;
            *(ulong*)(buffer + end - sizeof(ulong)) = bits;
            _ends[lane] = buffer;
        }

        return end >> traits->BlockShift;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrepareStates(HashTraits* traits, int lanes)
    {
        for (int word = 0; word < traits->StateWords; word++)
        {
            byte* row = _initial + (word * lanes * traits->WordSize);
            if (traits->WordSize == sizeof(ulong))
            {
                new Span<ulong>(row, lanes).Fill(traits->Initial[word]);
            }
            else
            {
                new Span<uint>(row, lanes).Fill((uint)traits->Initial[word]);
            }
        }
    }

    /// <summary>Puts the bytes of all words in order, a vector at a time, and hands the columns out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteDigests(HashTraits* traits, HashJob* jobs, int lanes)
    {
        int words = traits->DigestSize / sizeof(uint);
        bool swap = traits->IsLittleEndian != BitConverter.IsLittleEndian;
        if (traits->WordSize == sizeof(ulong))
        {
            var states = new Span<ulong>(_states, traits->StateWords * lanes);
            BinaryPrimitives.ReverseEndianness(states, states);
            for (int lane = 0; lane < lanes; lane++)
            {
                ulong* at = (ulong*)_states + lane;
                byte* output = jobs[lane].Output;
                int word = 0;
                for (; word + 1 < words; word += 2, at += lanes)
                {
                    *(ulong*)(output + (sizeof(uint) * word)) = *at;
                }

                if (word < words)
                {
                    *(uint*)(output + (sizeof(uint) * word)) = *(uint*)at;   // SHA-512/224
                }
            }

            return;
        }

        if (swap)
        {
            var states = new Span<uint>(_states, traits->StateWords * lanes);
            BinaryPrimitives.ReverseEndianness(states, states);
        }

        for (int lane = 0; lane < lanes; lane++)
        {
            uint* at = (uint*)_states + lane;
            uint* output = (uint*)jobs[lane].Output;
            for (int word = 0; word < words; word++, at += lanes)
            {
                output[word] = *at;
            }
        }
    }
}
