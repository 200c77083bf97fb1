using System.Globalization;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>GCM in parts: descriptors, counter upkeep and the end in software (hisi-sec.md §7.4), with the known answer of §13.</summary>
public sealed unsafe class SecStreamDriverTests
{
    private const string AfterFirst = "2B65A4C021606910DD262F8AAFC21C6B";
    private const string AfterMiddle = "B10962C10664D33B717D6FAF87C803FD";
    private const string CipherTail = "E1073C65FFF6BDD8A44368C0F2";
    private const string Tag = "AFF31DD3A2AC3E6C7C7B6B95D2BC2EE0";

    [Fact]
    public void The_parts_in_generation_2()
    {
        using var run = new StreamRun(2);
        run.First();
        run.Bench.AssertTaken("00: 42 3A", "05: 04", "08: 84 10 01", "10: 14", "1a: 14", StreamRun.At("40", run.Key), StreamRun.At("48", run.State), StreamRun.At("60", run.Associated), StreamRun.At("68", run.State));
        Assert.Equal("030405060708090A0B0C0D0E00000001", StreamRun.Hex(run.Iv, 16));

        run.Middle();
        run.Bench.AssertTaken(
            "00: 12 3A", "05: 05", "08: 80", "0c: 00 60 02", "14: 40", "28: 01", StreamRun.At("38", run.State), StreamRun.At("40", run.Key), StreamRun.At("48", run.State),
            StreamRun.At("50", run.Iv), StreamRun.At("58", run.Key), StreamRun.At("60", run.Payload), StreamRun.At("68", run.Output));
        Assert.Equal("030405060708090A0B0C0D0E00000005", StreamRun.Hex(run.Iv, 16));

        Completion done = run.Last();
        run.Bench.AssertTaken("00: 02 38", "07: 80", "28: 02");
        Assert.Equal((RequestStatus.Ok, 13), (done.Status, done.Produced));
        Assert.Equal("driver", run.Queue.EngineName(done.Engine));
        Assert.Equal((CipherTail, Tag), (StreamRun.Hex(run.Output + 64, 13), StreamRun.Hex(run.Mac, 16)));
    }

    [Fact]
    public void The_parts_in_generation_3()
    {
        using var run = new StreamRun(3);
        run.First();
        run.Bench.AssertTaken(
            "00: E3 02", "06: 06", StreamRun.At("10", run.Associated), StreamRun.At("18", run.Key), "38: 41 08 11 08", "42: 14", "44: 14",
            StreamRun.At("4c", run.State), StreamRun.At("54", run.State), "6c: 21");

        run.Middle();
        run.Bench.AssertTaken(
            "00: E3 02", "04: 01 00 26", "08: 01", StreamRun.At("10", run.Payload), StreamRun.At("18", run.Key), StreamRun.At("20", run.State), StreamRun.At("30", run.Key),
            "38: 04 08 00 08", "48: 40", StreamRun.At("4c", run.Output), StreamRun.At("54", run.State), StreamRun.At("5c", run.Iv), "6c: 21");

        Completion done = run.Last();
        run.Bench.AssertTaken("00: F3", "08: 02");
        Assert.Equal(RequestStatus.Ok, done.Status);
        Assert.Equal((CipherTail, Tag), (StreamRun.Hex(run.Output + 64, 13), StreamRun.Hex(run.Mac, 16)));
    }

    [Fact]
    public void Generation_5_ends_streams_itself_unless_the_payload_is_empty()
    {
        using var run = new StreamRun(5);
        run.First();
        run.Middle();
        string slot = "";
        ulong where = 0;
        run.Bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
        {
            where = sqe.Bd3.AuthIvAddress;
            slot = StreamRun.Hex(where, 64);
            sqe.ResultWord = SecResult.Pack(0, 3);
        };

        run.Last();

        run.Bench.AssertTaken(
            "00: E3 02", "04: 01 01 26", "08: 02", StreamRun.At("10", run.Payload + 64), StreamRun.At("18", run.Key), StreamRun.At("20", where), StreamRun.At("30", run.Key),
            "38: 04 08 00 08", "48: 0D", StreamRun.At("4c", run.Output + 64), StreamRun.At("54", run.Mac), StreamRun.At("5c", run.Iv), "64: 14 00 00 4D", "6c: 20");
        Assert.Equal("030405060708090A0B0C0D0E00000001" + new string('0', 32) + AfterMiddle + new string('0', 32), slot);
        Assert.Equal(new string('0', 128), StreamRun.Hex(where, 64));
        Assert.Equal("030405060708090A0B0C0D0E00000005", StreamRun.Hex(run.Iv, 16));

        run.Bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) => sqe.ResultWord = 1;
        Completion empty = run.Last(length: 0);
        Assert.Equal((RequestStatus.Ok, "driver"), (empty.Status, run.Queue.EngineName(empty.Engine)));
        run.Bench.AssertTaken("00: F3", "08: 03");
    }

    [Fact]
    public void The_end_in_software_verifies_and_withholds()
    {
        foreach (int wrong in (int[])[-1, 0, 15])
        {
            using var run = new StreamRun(3, decrypt: true);
            run.First();
            run.Middle();
            StreamRun.Put(run.Payload + 64, CipherTail);
            StreamRun.Put(run.Mac, Tag);
            StreamRun.Put(run.Output + 64, "FFFFFFFFFFFFFFFFFFFFFFFFFF");
            if (wrong >= 0)
            {
                ((byte*)run.Mac)[wrong] ^= 0x80;
            }

            Completion done = run.Last();

            string plain = string.Concat(Enumerable.Range(64, 13).Select(i => ((byte)(3 * i)).ToString("X2", CultureInfo.InvariantCulture)));
            Assert.Equal(wrong < 0 ? RequestStatus.Ok : RequestStatus.TagMismatch, done.Status);
            Assert.Equal(wrong < 0 ? plain : new string('0', 26), StreamRun.Hex(run.Output + 64, 13));
            Assert.Equal(wrong < 0 ? 13 : 0, done.Produced);
        }
    }

    [Fact]
    public void A_short_tag_leaves_what_is_behind_it_alone()
    {
        using var run = new StreamRun(3);
        run.First();
        run.Middle();
        StreamRun.Put(run.Mac, "EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE");
        run.Last(tag: 12);
        Assert.Equal(Tag[..24] + "EEEEEEEE", StreamRun.Hex(run.Mac, 16));
    }

    [Fact]
    public void A_failed_part_does_not_move_the_counter()
    {
        using var run = new StreamRun(3);
        run.First();
        run.Bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
        {
            sqe.ResultWord = 1;
            sqe.ErrorType = SecStatus.BadAddress;
        };
        Assert.Equal(RequestStatus.BadAddress, SecDriverBench.Run(run.Queue, run.MiddleRequest).Status);
        Assert.Equal("030405060708090A0B0C0D0E00000001", StreamRun.Hex(run.Iv, 16));
    }

    [Fact]
    public void Parts_that_cannot_be_are_refused_with_words()
    {
        using var run = new StreamRun(3);
        Refused(run.FirstRequest with { AssociatedLength = 0 }, "goes whole");
        Refused(run.FirstRequest with { PayloadLength = 16 }, "only");
        Refused(run.FirstRequest with { Source = 0 }, "null");
        Refused(run.FirstRequest with { State = 0 }, "state");
        Refused(run.FirstRequest with { SourceList = [new(64, 100)] }, "flat");
        Refused(run.MiddleRequest with { PayloadLength = 17 }, "multiple");
        Refused(run.MiddleRequest with { PayloadLength = 0 }, "multiple");
        Refused(run.MiddleRequest with { Destination = 0 }, "null");
        Refused(run.MiddleRequest with { Destination = run.Payload + 1 }, "overlap");
        Refused(run.LastRequest(13, 16) with { AssociatedLength = 0 }, "repeats");
        Refused(run.LastRequest(13, 16) with { Mac = 0 }, "tag is null");
        Refused(run.LastRequest(13, 16) with { MacLength = 7 }, "8 to 16");
        Refused(run.LastRequest(13, 16) with { TotalPayload = 12 }, "total payload");
        Refused(run.LastRequest(13, 16) with { TotalPayload = 14 }, "total payload");
        Refused(run.LastRequest(13, 16) with { TotalPayload = (1UL << 36) + 13 }, "total payload");
        Refused(run.FirstRequest with { Part = (StreamPart)4 }, "part is unknown");

        void Refused(AeadRequest request, string word) => Assert.Contains(word, SecDriverBench.Refusal(run.Queue, request), StringComparison.Ordinal);
    }

    /// <summary>The stream of §13 on a device that leaves the known states behind.</summary>
    private sealed class StreamRun : IDisposable
    {
        private readonly Zip.Arena _arena = new(4096);
        private readonly bool _decrypt;

        internal StreamRun(int generation, bool decrypt = false)
        {
            Bench = new SecDriverBench(generation);
            Queue = Bench.Aeads();
            _decrypt = decrypt;
            Key = _arena.Put([.. Enumerable.Range(0, 16).Select(i => (byte)((7 * i) + 1))]);
            Iv = _arena.Put([.. Enumerable.Range(3, 12).Select(i => (byte)i), 0xEE, 0xEE, 0xEE, 0xEE]);
            Associated = _arena.Put([.. Enumerable.Range(0, 20).Select(i => (byte)(i ^ 0x5A))]);
            Payload = _arena.Put([.. Enumerable.Range(0, 77).Select(i => (byte)(3 * i))]);
            Output = _arena.Take(77);
            State = _arena.Take(16);
            Mac = _arena.Take(16);
        }

        internal SecDriverBench Bench { get; }

        internal AeadQueue Queue { get; }

        internal ulong Key { get; }

        internal ulong Iv { get; }

        internal ulong Associated { get; }

        internal ulong Payload { get; }

        internal ulong Output { get; }

        internal ulong State { get; }

        internal ulong Mac { get; }

        internal AeadRequest FirstRequest => new()
        {
            Algorithm = AeadAlgorithm.AesGcm,
            Decrypt = _decrypt,
            Part = StreamPart.First,
            Source = Associated,
            AssociatedLength = 20,
            Key = Key,
            KeyLength = 16,
            Iv = Iv,
            State = State,
        };

        internal AeadRequest MiddleRequest => FirstRequest with
        {
            Part = StreamPart.Middle,
            Source = Payload,
            Destination = Output,
            AssociatedLength = 0,
            PayloadLength = 64,
        };

        internal AeadRequest LastRequest(int length, int tag) => FirstRequest with
        {
            Part = StreamPart.Last,
            Source = Payload + 64,
            Destination = Output + 64,
            PayloadLength = length,
            Mac = Mac,
            MacLength = tag,
            TotalPayload = 64 + (ulong)length,
        };

        internal void First()
        {
            Leave(AfterFirst);
            Completion done = SecDriverBench.Run(Queue, FirstRequest);
            Assert.Equal((RequestStatus.Ok, 0), (done.Status, done.Produced));
        }

        internal void Middle()
        {
            Leave(AfterMiddle);
            Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(Queue, MiddleRequest).Status);
        }

        internal Completion Last(int length = 13, int tag = 16) => SecDriverBench.Run(Queue, LastRequest(length, tag));

        internal static string At(string offset, ulong address) => $"{offset}: {Convert.ToHexString(BitConverter.GetBytes(address))}";

        internal static string Hex(ulong address, int length) => Convert.ToHexString(new ReadOnlySpan<byte>((void*)address, length));

        internal static void Put(ulong address, string hex) => Convert.FromHexString(hex).CopyTo(new Span<byte>((void*)address, hex.Length / 2));

        public void Dispose()
        {
            Queue.Dispose();
            Bench.Dispose();
            _arena.Dispose();
        }

        private void Leave(string state) => Bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
        {
            if (sqe.Type == SecSqe.TypeBd2 ? !sqe.Bd2.IsInvalid : !sqe.Bd3.IsInvalid)
            {
                Put(sqe.Type == SecSqe.TypeBd2 ? sqe.Bd2.MacAddress : sqe.Bd3.MacAddress, state);
            }

            sqe.ResultWord = SecResult.Pack(0, 3);
        };
    }
}
