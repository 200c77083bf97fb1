namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Digests of the device by hand-made descriptors (hisi-sec.md §6.2, §6.3, §13).</summary>
public sealed class DeviceDigestTests
{
    private const string State = "fc99a2df88f42a7a7bb9d18033cdc6a20256755f9d5b9a5044a9cc315abe84a7";
    private const string Long = "eb1c9345c34c8a4911d0006df18e6ab431cb9751a49921977fdc00a24ecaffb7";
    private const string HmacState = "d440c5d1a6e164a64a99f3c951e13efab07668ba7ebb9bf6f10b5b74258e6c12";
    private const string HmacLong = "8158599b64c924933fa60a263db72989f53ac44f725488cf518640315549a46e";

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_long_digest_keeps_its_state_in_memory(int type)
    {
        using var bench = new SecBench();
        ulong first = bench.Arena.Put([.. Enumerable.Range(0, 64).Select(i => (byte)i)]);
        ulong last = bench.Arena.Put("abc"u8);
        ulong mac = bench.Arena.Take(32);

        SecAnswer answer = bench.Run(Bd.Digest(type, Algorithms.Sha256, first, 64, mac, macWords: 0).Padding(1));
        Assert.Equal((0, 1, 0), (answer.Error, answer.Flag, answer.Icv));
        Assert.Equal(State, Convert.ToHexStringLower(bench.Read(mac, 32)));

        answer = bench.Run(Bd.Digest(type, Algorithms.Sha256, last, 3, mac, macWords: 8).AuthIvSource(1).AuthIv(mac).TotalLength(536));
        Assert.Equal(0, answer.Error);
        Assert.Equal(Long, Convert.ToHexStringLower(bench.Read(mac, 32)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_long_hmac_has_its_key_in_every_part_and_does_not_count_it(int type)
    {
        using var bench = new SecBench();
        ulong first = bench.Arena.Put([.. Enumerable.Range(0, 64).Select(i => (byte)i)]);
        ulong last = bench.Arena.Put("abc"u8);
        ulong key = bench.Arena.Put(Enumerable.Repeat((byte)0x0B, 20).ToArray());
        ulong mac = bench.Arena.Take(32);

        Assert.Equal(0, bench.Run(Bd.Digest(type, 0x11, first, 64, mac, macWords: 8).Padding(1).AuthKey(key).AuthKeyWords(5)).Error);
        Assert.Equal(HmacState, Convert.ToHexStringLower(bench.Read(mac, 32)));

        Bd end = Bd.Digest(type, 0x11, last, 3, mac, macWords: 8).AuthIvSource(1).AuthIv(mac).TotalLength(536).AuthKey(key).AuthKeyWords(5);
        Assert.Equal(0, bench.Run(end).Error);
        Assert.Equal(HmacLong, Convert.ToHexStringLower(bench.Read(mac, 32)));
    }

    [Theory]
    [InlineData(2, false, 0)]
    [InlineData(3, false, 0)]
    [InlineData(3, true, 0)]
    [InlineData(3, false, 7)]
    [InlineData(2, false, 100)]
    public void Every_digest_and_hmac_equals_a_second_opinion(int type, bool direct, int window)
    {
        using var bench = new SecBench(direct: direct, window: window);
        var random = new Random(3001);
        foreach ((int code, int size, int block, int _) in Algorithms.Digests)
        {
            foreach (int length in (int[])[type == 2 ? 1 : 0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000, 5000])
            {
                byte[] data = new byte[length];
                byte[] key = new byte[random.Next(block / 4) * 4];
                random.NextBytes(data);
                random.NextBytes(key);
                bench.Arena.Rewind();
                ulong source = bench.Arena.Put(data);
                ulong secret = bench.Arena.Put(key);
                ulong mac = bench.Arena.Take(64);

                Assert.Equal(0, bench.Run(Bd.Digest(type, code, source, length, mac, size / 4)).Error);
                Assert.Equal(Algorithms.Digest(code, data), bench.Read(mac, size));

                Bd hmac = Bd.Digest(type, Algorithms.Hmac(code), source, length, mac, size / 4).AuthKey(secret).AuthKeyWords(key.Length / 4);
                Assert.Equal(0, bench.Run(hmac).Error);
                Assert.Equal(Algorithms.Digest(code, data, key), bench.Read(mac, size));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_digest_is_cut_to_the_words_asked_for_and_nothing_behind_it_is_written(bool direct)
    {
        using var bench = new SecBench(direct: direct);
        byte[] data = "a message"u8.ToArray();
        foreach ((int code, int size, int _, int _) in Algorithms.Digests)
        {
            for (int words = 1; words <= size / 4; words++)
            {
                bench.Arena.Rewind();
                ulong source = bench.Arena.Put(data);
                ulong mac = bench.Arena.Put(Enumerable.Repeat((byte)0xEE, 64).ToArray());

                Assert.Equal(0, bench.Run(Bd.Digest(3, code, source, data.Length, mac, words)).Error);

                Assert.Equal(Algorithms.Digest(code, data)[..(words * 4)], bench.Read(mac, words * 4));
                Assert.True(bench.Read(mac + ((ulong)words * 4), 64 - (words * 4)).All(b => b == 0xEE));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void Any_split_of_a_stream_sent_without_waiting_gives_the_one_shot_result(int window)
    {
        using var bench = new SecBench(window: window);
        var random = new Random(3002);
        foreach ((int code, int size, int block, int state) in Algorithms.Digests)
        {
            byte[] data = new byte[block * 6 + random.Next(block * 2)];
            byte[] key = new byte[20];
            random.NextBytes(data);
            random.NextBytes(key);
            foreach (bool isHmac in (bool[])[false, true])
            {
                bench.Arena.Rewind();
                ulong source = bench.Arena.Put(data);
                ulong secret = bench.Arena.Put(key);
                ulong mac = bench.Arena.Take(64);
                ulong other = bench.Arena.Take(64);
                int done = block * random.Next(1, 3);
                Bd Part(int offset, int length, ulong output) => Bd.Digest(3, isHmac ? Algorithms.Hmac(code) : code, source + (ulong)offset, length, output, size / 4)
                    .AuthKey(isHmac ? secret : 0).AuthKeyWords(isHmac ? 5 : 0);
                bench.Submit(Part(0, done, mac).Padding(1));
                bench.Submit(Part(0, 5, other));   // something else in between
                while (done < block * 5)
                {
                    int length = Math.Min(block * random.Next(1, 3), (block * 5) - done);
                    bench.Submit(Part(done, length, mac).Padding(1).AuthIvSource(1).AuthIv(mac));
                    done += length;
                }

                int end = bench.Submit(Part(done, data.Length - done, mac).AuthIvSource(1).AuthIv(mac).TotalLength((ulong)data.Length * 8));
                bench.Step();

                Assert.Equal((1, 0), (bench.Answer(end).Done, bench.Answer(end).Error));
                Assert.Equal(Algorithms.Digest(code, data, isHmac ? key : null), bench.Read(mac, size));
                Assert.Equal(Algorithms.Digest(code, data.AsSpan(0, 5), isHmac ? key : null), bench.Read(other, size));
            }
        }
    }

    [Fact]
    public void A_chain_in_place_runs_link_by_link()
    {
        using var bench = new SecBench(direct: true);
        ulong buffer = bench.Arena.Put(new byte[32]);
        byte[] expected = new byte[32];
        for (int i = 0; i < 20; i++)
        {
            bench.Submit(Bd.Digest(3, Algorithms.Sha256, buffer, 32, buffer, 8));
            expected = Algorithms.Digest(Algorithms.Sha256, expected);
        }

        Assert.Equal(20, bench.Step());
        Assert.Equal(expected, bench.Read(buffer, 32));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(5, false)]
    public void A_list_may_cut_a_message_anywhere(int window, bool direct)
    {
        using var bench = new SecBench(window: window, direct: direct);
        var random = new Random(3003);
        byte[] data = new byte[300];
        random.NextBytes(data);
        byte[] expected = Algorithms.Digest(Algorithms.Sha256, data);
        for (int cut = 1; cut < data.Length; cut++)
        {
            bench.Arena.Rewind();
            ulong mac = bench.Arena.Take(32);
            int second = random.Next(cut, data.Length);
            ulong list = SecLists.Put(bench.Arena, random.Next(1, 4), data[..cut], data[cut..second], data[second..], [1, 2, 3]);

            Assert.Equal(0, bench.Run(Bd.Digest(3, Algorithms.Sha256, 0, data.Length, mac, 8).SourceList(list)).Error);
            Assert.Equal(expected, bench.Read(mac, 32));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void An_invalid_descriptor_completes_and_touches_nothing(int type)
    {
        using var bench = new SecBench();
        Bd bd = Bd.Digest(type, Algorithms.Sha256, 1, 64, 1, 8).Invalid().Tag(0x1234);

        SecAnswer answer = bench.Run(bd);

        Assert.Equal((1, 0, 0), (answer.Done, answer.Error, answer.Icv));
        Assert.Equal(bd.Bytes[..0x70], answer.Bytes[..0x70]);
    }

    [Fact]
    public void A_tag_and_all_else_is_echoed()
    {
        using var bench = new SecBench();
        ulong source = bench.Arena.Put("abc"u8);
        Bd bd = Bd.Digest(3, Algorithms.Sha256, source, 3, bench.Arena.Take(32), 8).Tag(0x0123456789ABCDEF);

        Assert.Equal(bd.Bytes[..0x70], bench.Run(bd).Bytes[..0x70]);
    }
}
