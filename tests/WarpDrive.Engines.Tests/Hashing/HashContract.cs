using WarpDrive.Engines.Hashing;
using WarpDrive.Engines.Tests.Deflate;

namespace WarpDrive.Engines.Tests.Hashing;

/// <summary>What every path does alike.</summary>
public abstract class HashContract
{
    private const int Seed = 33;

    protected abstract HashPath Path { get; }

    public static TheoryData<HashKind> Kinds => [.. Enum.GetValues<HashKind>()];

    [Fact]
    public void Digests_are_those_of_the_standards()
    {
        using HashEngine engine = MakeEngine();
        foreach ((HashKind kind, byte[] message, string digest) in HashVectors.Digests)
        {
            Assert.Equal(digest, HashVectors.Hex(TestHash.One(engine, kind, message)));
        }
    }

    [Fact]
    public void Tags_are_those_of_the_standards()
    {
        using HashEngine engine = MakeEngine();
        foreach ((HashKind kind, byte[] key, byte[] message, string tag) in HashVectors.Tags)
        {
            Assert.Equal(tag, HashVectors.Hex(TestHash.One(engine, new TestMessage { Kind = kind, Key = key, Pieces = [message] })));
        }
    }

    [Theory]
    [InlineData(false, "fc99a2df88f42a7a7bb9d18033cdc6a20256755f9d5b9a5044a9cc315abe84a7", "eb1c9345c34c8a4911d0006df18e6ab431cb9751a49921977fdc00a24ecaffb7")]
    [InlineData(true, "d440c5d1a6e164a64a99f3c951e13efab07668ba7ebb9bf6f10b5b74258e6c12", "8158599b64c924933fa60a263db72989f53ac44f725488cf518640315549a46e")]
    public void States_and_results_of_parts_are_the_golden_ones(bool hmac, string state, string result)
    {
        byte[]? key = hmac ? HashVectors.Fill(0x0b, 20) : null;
        using HashEngine engine = MakeEngine();
        var first = new TestMessage { Kind = HashKind.Sha256, Part = HashPart.First, Key = key, Pieces = [HashVectors.Count(64, 0)] };
        Assert.Equal(state, HashVectors.Hex(TestHash.One(engine, first)));

        var last = new TestMessage
        {
            Kind = HashKind.Sha256,
            Part = HashPart.Last,
            Key = key,
            State = first.Output,
            TotalLength = 67,
            Pieces = ["abc"u8.ToArray()],
        };
        Assert.Equal(result, HashVectors.Hex(TestHash.One(engine, last)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_short_length_equals_the_second_opinion(HashKind kind)
    {
        var random = new Random(Seed);
        using HashEngine engine = MakeEngine();
        var messages = new List<TestMessage>();
        for (int length = 0; length <= 300; length++)
        {
            byte[] data = new byte[length];
            random.NextBytes(data);
            byte[] key = new byte[random.Next(HashKinds.BlockSize(kind) + 1)];
            random.NextBytes(key);
            messages.Add(new TestMessage { Kind = kind, Pieces = [data] });
            messages.Add(new TestMessage { Kind = kind, Pieces = [data], Key = key });
        }

        TestHash.Run(engine, messages);
        Assert.All(messages, AssertRight);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Many_messages_of_one_length_equal_the_second_opinion(HashKind kind)
    {
        var random = new Random(Seed + 9);
        using HashEngine engine = MakeEngine();
        foreach (int length in (int[])[0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 240, 1000, 4096])
        {
            foreach (int count in (int[])[2, 16, 33, 70])   // no, whole, and cut groups of lanes
            {
                var messages = new List<TestMessage>();
                for (int i = 0; i < count; i++)
                {
                    byte[] data = new byte[length];
                    random.NextBytes(data);
                    messages.Add(new TestMessage { Kind = kind, Pieces = [data] });
                }

                TestHash.Run(engine, messages);
                Assert.All(messages, AssertRight);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parts_of_a_message_give_its_digest(HashKind kind)
    {
        var random = new Random(Seed + 1);
        using HashEngine engine = MakeEngine();
        int block = HashKinds.BlockSize(kind);
        for (int round = 0; round < 20; round++)
        {
            byte[]? key = round % 2 == 0 ? null : HashVectors.Count(random.Next(block + 1));
            int firstBlocks = random.Next(1, 5);
            int middleBlocks = random.Next(1, 5);
            byte[] data = new byte[(firstBlocks + middleBlocks) * block + random.Next(3 * block)];
            random.NextBytes(data);

            var first = new TestMessage { Kind = kind, Part = HashPart.First, Key = key, Pieces = [data[..(firstBlocks * block)]] };
            byte[] state = TestHash.One(engine, first);
            int middleEnd = (firstBlocks + middleBlocks) * block;
            var middle = new TestMessage
            {
                Kind = kind,
                Part = HashPart.Middle,
                Key = key,
                State = state,
                Pieces = [data[(firstBlocks * block)..middleEnd]],
            };
            state = TestHash.One(engine, middle);
            var last = new TestMessage
            {
                Kind = kind,
                Part = HashPart.Last,
                Key = key,
                State = state,
                TotalLength = (ulong)data.Length,
                Pieces = [data[middleEnd..]],
            };
            Assert.Equal(SecondOpinion.Hash(kind, key, data), TestHash.One(engine, last));
        }
    }

    [Fact]
    public void Segments_may_be_cut_anywhere()
    {
        var random = new Random(Seed + 2);
        using HashEngine engine = MakeEngine();
        var messages = new List<TestMessage>();
        foreach (HashKind kind in Enum.GetValues<HashKind>())
        {
            for (int round = 0; round < 20; round++)
            {
                messages.Add(new TestMessage { Kind = kind, Pieces = RandomPieces(random), Key = round % 3 == 0 ? [1, 2, 3] : null });
            }
        }

        TestHash.Run(engine, messages);
        Assert.All(messages, AssertRight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(300)]
    public void A_batch_of_mixed_lengths_kinds_and_keys_gives_the_single_results(int count)
    {
        var random = new Random(Seed + count);
        using HashEngine engine = MakeEngine();
        HashKind[] kinds = Enum.GetValues<HashKind>();
        var messages = new List<TestMessage>();
        for (int i = 0; i < count; i++)
        {
            byte[] data = new byte[random.Next(4) == 0 ? random.Next(20_000) : random.Next(400)];
            random.NextBytes(data);
            byte[]? key = random.Next(3) == 0 ? HashVectors.Count(random.Next(65)) : null;
            messages.Add(new TestMessage { Kind = kinds[count < 20 ? count % kinds.Length : random.Next(kinds.Length)], Pieces = [data], Key = key });
        }

        TestHash.Run(engine, messages);
        Assert.All(messages, AssertRight);
    }

    [Fact]
    public void No_byte_beside_a_message_is_read()
    {
        using HashEngine engine = MakeEngine();
        using var edge = new PageEdge(8192);
        var random = new Random(Seed + 3);
        foreach (HashKind kind in Enum.GetValues<HashKind>())
        {
            foreach (int length in (int[])[1, 15, 55, 63, 64, 65, 128, 200, 500, 1000, 4096, 5000])
            {
                foreach (bool upper in (bool[])[false, true])
                {
                    Span<byte> message = edge.Span(length, upper);
                    random.NextBytes(message);
                    Assert.Equal(SecondOpinion.Hash(kind, message.ToArray()), TestHash.InPlace(engine, kind, message));
                }
            }
        }
    }

    [Fact]
    public void A_warm_batch_allocates_nothing()
    {
        using HashEngine engine = MakeEngine();
        TestHash.RunOften(engine, batch => Assert.Equal(0, Machine.AllocatedBy(batch)));
    }

    [Fact]
    public void The_path_that_ran_can_be_read_back()
    {
        using HashEngine engine = MakeEngine();
        foreach (HashKind kind in Enum.GetValues<HashKind>())
        {
            var messages = Enumerable.Range(0, 40).Select(i => new TestMessage { Kind = kind, Pieces = [new byte[5000 + i]] }).ToList();
            TestHash.Run(engine, messages);
            foreach (TestMessage message in messages)
            {
                Assert.True(HashEngine.IsAvailable(message.Path, kind));
                bool together = message.Path is HashPath.Vector128 or HashPath.Vector256 or HashPath.Vector512 or HashPath.IpsecMb;
                Assert.InRange(message.Lanes, together ? 2 : 1, together ? 32 : 1);
                HashPath expected = Path == HashPath.Auto ? message.Path : HashEngine.IsAvailable(Path, kind) ? Path : HashPath.Scalar;
                Assert.Equal(expected, message.Path);
            }
        }
    }

    [Fact]
    public void Messages_over_256_KiB_run_alone()
    {
        using HashEngine engine = MakeEngine();
        var messages = new List<TestMessage>();
        for (int i = 0; i < 6; i++)
        {
            messages.Add(new TestMessage { Kind = HashKind.Sha1, Pieces = [HashVectors.Fill((byte)i, i % 2 == 0 ? 256 * 1024 + 1 : 3000)] });
        }

        TestHash.Run(engine, messages);
        Assert.All(messages, AssertRight);
        Assert.All(messages.Where((_, i) => i % 2 == 0), message => Assert.Equal(1, message.Lanes));
    }

    /// <summary>An engine on this path alone; skips the test, with the reason, on a machine without it.</summary>
    protected HashEngine MakeEngine()
    {
        try
        {
            return new HashEngine(Path);
        }
        catch (HashPathUnavailableException e) when (Path is not (HashPath.Auto or HashPath.Scalar))
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    protected static void AssertRight(TestMessage message) =>
        Assert.True(SecondOpinion.Hash(message.Kind, message.Key, message.Joined).AsSpan().SequenceEqual(message.Output), message.ToString());

    private static byte[][] RandomPieces(Random random)
    {
        var pieces = new byte[random.Next(1, 9)][];
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = new byte[random.Next(4) switch { 0 => 0, 1 => 64 * random.Next(4), _ => random.Next(300) }];
            random.NextBytes(pieces[i]);
        }

        return pieces;
    }
}
