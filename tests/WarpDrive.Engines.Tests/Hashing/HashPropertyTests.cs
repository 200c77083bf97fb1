using FsCheck;
using FsCheck.Fluent;
using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

/// <summary>What holds for any message, cut and batch.</summary>
public sealed class HashPropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(34, 35);

    private static Gen<HashKind> Kinds => Gen.Elements(Enum.GetValues<HashKind>());

    private static Gen<byte[]?> Keys => Gen.OneOf(
        Gen.Constant<byte[]?>(null),
        Gen.Choose(0, 64).SelectMany(Bytes).Select(key => (byte[]?)key));

    [Fact]
    public void Any_split_into_first_middle_and_last_equals_the_whole()
    {
        Gen<(HashKind Kind, byte[]? Key, int[] Parts, byte[] Tail)> cases =
            from kind in Kinds
            from key in Keys
            from parts in Gen.Choose(1, 6).ArrayOf()
            from length in Gen.Choose(0, 400)
            from tail in Bytes(length)
            select (kind, key, parts, tail);
        using var engine = new HashEngine();
        Prop.ForAll(cases.ToArbitrary(), test => SplitEqualsWhole(engine, test.Kind, test.Key, test.Parts, test.Tail)).Check(s_config);
    }

    [Theory]
    [InlineData(HashPath.Auto)]
    [InlineData(HashPath.Vector128)]
    [InlineData(HashPath.Vector256)]
    [InlineData(HashPath.Vector512)]
    public void Any_batch_of_any_segments_equals_the_single_results(HashPath path)
    {
        Assert.SkipUnless(HashEngine.IsAvailable(path, HashKind.Md5), $"this machine has no {path}");
        Gen<TestMessage> message =
            from kind in Kinds
            from key in Keys
            from pieces in Gen.OneOf(Gen.Choose(0, 70), Gen.Choose(0, 1500)).SelectMany(Bytes).ArrayOf()
            select new TestMessage { Kind = kind, Key = key, Pieces = pieces };
        using var together = new HashEngine(path);
        using var single = new HashEngine(HashPath.Scalar);
        Prop.ForAll(message.ArrayOf().ToArbitrary(), batch => BatchEqualsSingles(together, single, batch)).Check(s_config);
    }

    private static Gen<byte[]> Bytes(int length) => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(length);

    private static bool SplitEqualsWhole(HashEngine engine, HashKind kind, byte[]? key, int[] parts, byte[] tail)
    {
        int block = HashKinds.BlockSize(kind);
        byte[] message = new byte[parts.Sum() * block + tail.Length];
        new System.Random(message.Length).NextBytes(message);
        tail.CopyTo(message, message.Length - tail.Length);
        byte[] state = [];
        int at = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            HashPart part = i == 0 ? HashPart.First : HashPart.Middle;
            byte[] piece = message[at..(at += parts[i] * block)];
            state = TestHash.One(engine, new TestMessage { Kind = kind, Key = key, Part = part, State = state, Pieces = [piece] });
        }

        var last = new TestMessage
        {
            Kind = kind,
            Key = key,
            Part = parts.Length == 0 ? HashPart.Whole : HashPart.Last,
            State = state,
            TotalLength = (ulong)message.Length,
            Pieces = [message[at..]],
        };
        return TestHash.One(engine, last).AsSpan().SequenceEqual(SecondOpinion.Hash(kind, key, message));
    }

    private static bool BatchEqualsSingles(HashEngine together, HashEngine single, TestMessage[] batch)
    {
        TestHash.Run(together, batch);
        foreach (TestMessage message in batch)
        {
            var alone = new TestMessage { Kind = message.Kind, Key = message.Key, Pieces = [message.Joined] };
            if (!TestHash.One(single, alone).AsSpan().SequenceEqual(message.Output))
            {
                return false;
            }
        }

        return true;
    }
}
