using System.Runtime.InteropServices;
using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

/// <summary>Runs messages through an engine, each piece in memory of its own at an odd alignment, and looks for bytes written beside the outputs.</summary>
internal static unsafe class TestHash
{
    private const int Margin = 8;
    private const byte Canary = 0xC5;

    internal static byte[] One(HashEngine engine, HashKind kind, params byte[][] pieces) => One(engine, new TestMessage { Kind = kind, Pieces = pieces });

    internal static byte[] One(HashEngine engine, TestMessage message)
    {
        Run(engine, [message]);
        return message.Output;
    }

    /// <summary>Hashes a message where it lies.</summary>
    internal static byte[] InPlace(HashEngine engine, HashKind kind, ReadOnlySpan<byte> message)
    {
        byte[] output = new byte[HashKinds.DigestSize(kind)];
        fixed (byte* source = message)
        fixed (byte* destination = output)
        {
            var segment = new HashSegment { Data = source, Length = message.Length };
            var job = new HashJob { Kind = kind, SegmentCount = 1, Output = destination };
            engine.Run(new Span<HashJob>(ref job), new ReadOnlySpan<HashSegment>(ref segment));
        }

        return output;
    }

    /// <summary>Lays out a batch of every kind, with and without keys, and hands over a call that runs it.</summary>
    internal static void RunOften(HashEngine engine, Action<Action> test)
    {
        const int Count = 90;
        byte* memory = (byte*)NativeMemory.AllocZeroed(Count * 1000 + Count * HashKinds.MaxDigestSize);
        try
        {
            var segments = new HashSegment[Count];
            var jobs = new HashJob[Count];
            for (int i = 0; i < Count; i++)
            {
                segments[i] = new HashSegment { Data = memory + i * 1000, Length = i * 11 };
                jobs[i] = new HashJob
                {
                    Kind = (HashKind)(i % 9),
                    IsHmac = i % 5 == 0,
                    Key = memory,
                    KeyLength = 20,
                    FirstSegment = i,
                    SegmentCount = 1,
                    Output = memory + Count * 1000 + i * HashKinds.MaxDigestSize,
                };
            }

            test(() => engine.Run(jobs, segments));
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    internal static void Run(HashEngine engine, IReadOnlyList<TestMessage> messages)
    {
        var jobs = new HashJob[messages.Count];
        var segments = new List<HashSegment>();
        var blocks = new List<nint>();
        var outputs = new byte*[messages.Count];
        try
        {
            for (int i = 0; i < jobs.Length; i++)
            {
                TestMessage message = messages[i];
                jobs[i] = new HashJob
                {
                    Kind = message.Kind,
                    Part = message.Part,
                    IsHmac = message.Key is not null,
                    Key = Place(message.Key ?? [], i),
                    KeyLength = message.Key?.Length ?? 0,
                    StateIn = Place(message.State, i + 1),
                    TotalLength = message.TotalLength,
                    FirstSegment = segments.Count,
                    SegmentCount = message.Pieces.Length,
                };
                foreach (byte[] piece in message.Pieces)
                {
                    segments.Add(new HashSegment { Data = Place(piece, segments.Count * 7), Length = piece.Length });
                }

                outputs[i] = Place(Enumerable.Repeat(Canary, OutputSize(message) + 2 * Margin).ToArray(), i + 3);
                jobs[i].Output = outputs[i] + Margin;
            }

            engine.Run(jobs, CollectionsMarshal.AsSpan(segments));
            for (int i = 0; i < jobs.Length; i++)
            {
                var written = new ReadOnlySpan<byte>(outputs[i], OutputSize(messages[i]) + 2 * Margin);
                Assert.Equal(-1, written[..Margin].IndexOfAnyExcept(Canary));
                Assert.Equal(-1, written[^Margin..].IndexOfAnyExcept(Canary));
                messages[i].Output = written[Margin..^Margin].ToArray();
                messages[i].Path = jobs[i].Path;
                messages[i].Lanes = jobs[i].Lanes;
            }
        }
        finally
        {
            blocks.ForEach(block => NativeMemory.Free((void*)block));
        }

        byte* Place(byte[] bytes, int misalignment)
        {
            var block = (byte*)NativeMemory.Alloc((nuint)(bytes.Length + 64));
            blocks.Add((nint)block);
            byte* at = block + (misalignment & 63);
            bytes.CopyTo(new Span<byte>(at, bytes.Length));
            return at;
        }
    }

    private static int OutputSize(TestMessage message) =>
        message.Part is HashPart.First or HashPart.Middle ? HashKinds.StateSize(message.Kind) : HashKinds.DigestSize(message.Kind);
}
