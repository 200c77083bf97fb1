using WarpDrive.Hisilicon.Tests.Zip;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Hostile descriptors: seeded, never a crash, never a byte written outside the memory that is granted, every one completed.</summary>
public sealed class DeviceFuzzTests
{
    private const int Runs = 100_000;
    private const int ArenaSize = 256 << 10;

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 13)]
    public void Random_descriptors_never_crash_and_never_write_outside(int generation, int window)
    {
        // The arena lies between inaccessible pages: a touch outside ends the process. Its first quarter is granted for reading only.
        using var bench = new SecBench(generation, queues: 4, arena: ArenaSize, window: window);
        var random = new Random(3401 + generation + window);
        random.NextBytes(bench.Arena.Bytes);
        bench.Arena.ReadOnlyFrom = bench.Arena.Address + (ArenaSize * 3 / 4);
        byte[] kept = bench.Arena.Bytes[(ArenaSize * 3 / 4)..].ToArray();
        int runs = window > 0 ? Runs / 10 : Runs;
        int done = 0;
        int good = 0;
        while (done < runs)
        {
            var slots = new List<(int Queue, int Slot)>();
            for (int i = 0; i < 40; i++)
            {
                int queue = random.Next(4);
                slots.Add((queue, bench.Submit(Hostile(random, bench.Arena, generation), queue)));
            }

            int posted = bench.Step(64);
            while (posted < slots.Count)
            {
                int more = bench.Step(64);
                Assert.NotEqual(0, more);
                posted += more;
            }

            foreach ((int queue, int slot) in slots)
            {
                SecAnswer answer = bench.Answer(slot, queue);
                Assert.Equal(1, answer.Done);
                Assert.InRange(answer.Error, 0, 8);
                good += answer.Error == 0 ? 1 : 0;
            }

            done += slots.Count;
            Assert.True(bench.IsClear);
        }

        Assert.True(kept.AsSpan().SequenceEqual(bench.Arena.Bytes[(ArenaSize * 3 / 4)..]), "memory that is not granted for writing was written");
        Assert.True(good > done / 20, $"only {good} of {done} descriptors got through: the test reaches too little");
    }

    /// <summary>A descriptor that is plausible in most fields and wild in some.</summary>
    private static Bd Hostile(Random random, Arena arena, int generation)
    {
        int type = random.Next(20) == 0 ? random.Next(16) : random.Next(2, generation + 1);
        int scene = random.Next(20) == 0 ? random.Next(16) : (int[])[0, 1, 7] is var scenes ? scenes[random.Next(3)] : 0;
        Bd bd = Bd.OfType(type, scene);
        if (random.Next(50) == 0)
        {
            random.NextBytes(bd.Bytes);
            return bd;
        }

        int length = random.Next(8) == 0 ? random.Next(1 << 24) : 16 * random.Next(40);
        int associated = random.Next(3) == 0 ? random.Next(200) : 16;
        bd.AuthKeyWords(random.Next(4) == 0 ? random.Next(64) : 4).AuthKey(Address()).CipherKey(Address()).CipherIv(Address()).AuthIv(Address()).Mac(Address());
        bd.Source(Address()).MacWords(random.Next(1, 9)).TagBytes(random.Next(4) == 0 ? random.Next(64) : 16);
        int action = random.Next(1, 3);
        _ = random.Next(4) switch
        {
            0 => bd.Auth(1).AuthAlgorithm(Code()).AuthLength(length).AuthIvSource(random.Next(8) == 0 ? random.Next(4) : 0).Padding(random.Next(4) / 3),
            1 => bd.Action(action).CipherAlgorithm(random.Next(4)).Mode(random.Next(10)).CipherLength(length).KeyCode(random.Next(4)).Width(random.Next(1, 4))
                .CipherOffset(random.Next(4) == 0 ? associated : 0),
            2 => bd.Action(action).Auth(action).CipherAlgorithm(random.Next(2, 4)).Mode(1).KeyCode(random.Next(3)).CipherLength(length).CipherOffset(associated)
                .AuthLength(associated + length).AuthAlgorithm(random.Next(0x10, 0x18)).MacWords(random.Next(1, 6)),
            _ => bd.Action(action).CipherAlgorithm(random.Next(2, 4)).Mode(random.Next(3) == 0 ? 5 : 6).KeyCode(random.Next(3))
                .CipherLength(length).AuthLength(random.Next(2) == 0 ? associated + length : associated).CipherOffset(associated).AuthAlgorithm(Code())
                .Auth(random.Next(3)).AuthIvSource(random.Next(2)).Padding(random.Next(2)).TotalLength(((ulong)(length + 64) << 24) | (uint)associated),
        };
        if (random.Next(10) == 0 ? random.Next(2) == 0 : action == 2)
        {
            bd.AuthFirst();
        }

        if (random.Next(3) > 0)
        {
            bd.Destination(random.Next(5) == 0 ? ReadSource() : Address());
        }

        if (random.Next(6) == 0)
        {
            bd.SourceList(List());
        }

        if (random.Next(6) == 0)
        {
            bd.DestinationList(List());
        }

        if (random.Next(6) == 0)
        {
            int at = random.Next(128);
            bd.Bytes[at] ^= (byte)(1 << random.Next(8));
        }

        return bd;

        int Code() => random.Next(6) == 0 ? random.Next(64) : random.Next(3) == 0 ? random.Next(0x20, 0x27) : (random.Next(2) * 0x10) + random.Next(8);

        ulong Address() => random.Next(30) switch
        {
            0 => 0,
            1 => (ulong)random.NextInt64(),
            2 => ulong.MaxValue - (ulong)random.Next(64),
            3 => arena.End - (ulong)random.Next(2000),
            4 => arena.Address + (ArenaSize * 3 / 4) + (ulong)random.Next(1000),
            _ => arena.Address + (ulong)random.Next(ArenaSize / 2),
        };

        ulong ReadSource() => BitConverter.ToUInt64(bd.Bytes, bd.IsBd3 ? 0x10 : 0x60);

        ulong List()
        {
            if (random.Next(8) == 0)
            {
                return Address();
            }

            // Lists live in the read-only part, one in each 512 bytes, written over and over.
            ulong list = arena.Address + (ArenaSize / 2) + ((ulong)random.Next(ArenaSize / 4 / 512) * 512);
            Span<byte> bytes = Arena.At(list, 512);
            bytes.Clear();
            BitConverter.TryWriteBytes(bytes, random.Next(3) == 0 ? arena.Address + (ArenaSize / 2) + ((ulong)random.Next(100) * 512) : 0);
            int count = random.Next(8) == 0 ? random.Next(65536) : random.Next(1, 14);
            BitConverter.TryWriteBytes(bytes[10..], (ushort)count);
            for (int i = 0; i < 14; i++)
            {
                BitConverter.TryWriteBytes(bytes[(64 + (i * 32))..], Address());
                BitConverter.TryWriteBytes(bytes[(80 + (i * 32))..], random.Next(12) == 0 ? random.Next() : random.Next(1, 400));
            }

            return list;
        }
    }
}
