namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>What the device refuses, and with which error type (hisi-sec.md §8); nothing is written then.</summary>
public sealed class DeviceStatusTests
{
    private const int Aes = 2;
    private const int Sm4 = 3;

    /// <summary>Everything that a case needs: valid memory of 16 KiB at one address, and a list over it.</summary>
    private sealed record Ground(ulong Data, ulong Output, ulong Mac, ulong Key, ulong List, ulong BadList);

    [Theory]
    [InlineData(3, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 1, 4)]
    [InlineData(3, 1, 15)]
    [InlineData(2, 1, 3)]
    public void Other_descriptor_types_than_its_own_are_bad(int generation, int error, int type)
    {
        using var bench = new SecBench(generation);
        Ground ground = Lay(bench);

        SecAnswer answer = Refused(bench, Digest(3, ground).Put(0, 0, 4, (ulong)type));

        Assert.Equal(error, answer.Error);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_device_takes_both_formats_where_it_should(int generation)
    {
        using var bench = new SecBench(generation);
        Ground ground = Lay(bench);

        Assert.Equal(0, bench.Run(Digest(2, ground)).Error);
        Assert.Equal(generation == 3 ? 0 : 1, bench.Run(Digest(3, ground)).Error);
    }

    [Fact]
    public void Scenes_and_address_types_that_are_not_served_are_bad_types()
    {
        using var bench = new SecBench();
        Ground ground = Lay(bench);
        foreach (int scene in (int[])[2, 3, 4, 5, 6, 8, 9, 15])
        {
            Assert.Equal(1, Refused(bench, Digest(3, ground).Put(0, 5, 4, (ulong)scene)).Error);
            Assert.Equal(1, Refused(bench, Digest(2, ground).Put(1, 3, 4, (ulong)scene)).Error);
        }

        Assert.Equal(1, Refused(bench, Digest(3, ground).Put(0, 11, 3, 2)).Error);    // PRP
        Assert.Equal(1, Refused(bench, Digest(3, ground).Put(0, 17, 3, 1)).Error);    // a MAC is flat
        Assert.Equal(1, Refused(bench, Cipher(3, ground).Put(0, 14, 3, 2)).Error);
        Assert.Equal(1, Refused(bench, Digest(3, ground).Put(0, 5, 4, 1).Put(0x38, 2, 2, 1)).Error);   // a state, outside the stream scene
        foreach (int scene in (int[])[0, 1, 7])
        {
            Assert.Equal(0, bench.Run(Digest(3, ground).Put(0, 5, 4, (ulong)scene)).Error);
        }
    }

    [Fact]
    public void Algorithms_and_modes_that_do_not_exist_are_refused()
    {
        using var bench = new SecBench();
        Ground ground = Lay(bench);
        int[] known = [0, 1, 2, 3, 4, 5, 6, 7, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x20, 0x21, 0x22, 0x25, 0x26, 0x31];
        for (int algorithm = 0; algorithm < 64; algorithm++)
        {
            Bd bd = Digest(3, ground).AuthAlgorithm(algorithm).MacWords(1).AuthKey(ground.Key).AuthKeyWords(4);
            bd = algorithm is 0x22 or 0x31 ? bd.AuthIvSource(1).AuthIv(ground.Data) : bd;
            Assert.Equal(known.Contains(algorithm) ? 0 : 2, bench.Run(bd).Error);
            Assert.Equal(known.Contains(algorithm) && algorithm is < 0x20 or 0x25 or 0x26 ? 0 : 2, bench.Run(
                Digest(2, ground).AuthAlgorithm(algorithm).MacWords(1).AuthKey(ground.Key).AuthKeyWords(4)).Error);
        }

        foreach (int mode in (int[])[8, 10, 11, 15])
        {
            Assert.Equal(2, Refused(bench, Cipher(3, ground).Mode(mode)).Error);
        }

        foreach (int algorithm in (int[])[4, 9, 15])
        {
            Assert.Equal(2, Refused(bench, Cipher(3, ground).CipherAlgorithm(algorithm)).Error);
        }

        foreach (int mode in (int[])[2, 3, 4, 7, 9])
        {
            Assert.Equal(2, Refused(bench, Cipher(3, ground).CipherAlgorithm(0).Mode(mode).Width(1)).Error);   // DES has ECB and CBC
            Assert.Equal(mode == 7 ? 0 : 2, bench.Run(Cipher(2, ground).Mode(mode).Width(1)).Error);           // as generation 2
        }

        Assert.Equal(2, Refused(bench, Cipher(3, ground).Mode(9).Width(0)).Error);
        Assert.Equal(2, Refused(bench, Cipher(3, ground).Mode(9).Width(4)).Error);
        Assert.Equal(2, Refused(bench, Cipher(3, ground).Mode(7).Selector(1)).Error);     // the tweak of GB/T 17964 is SM4's
        Assert.Equal(2, Refused(bench, Cipher(3, ground).Action(3)).Error);               // copy
        Assert.Equal(2, Refused(bench, Cipher(3, ground).Action(0)).Error);               // nothing
        Assert.Equal(2, Refused(bench, Digest(3, ground).Auth(2)).Error);
        Assert.Equal(2, Refused(bench, Digest(3, ground).AuthIvSource(3)).Error);
        Assert.Equal(2, Refused(bench, Digest(3, ground).Padding(2)).Error);
        Assert.Equal(2, Refused(bench, Cipher(3, ground).Mode(4).Auth(1)).Error);         // CTR does not compose
        Assert.Equal(2, Refused(bench, Composed(3, ground).Auth(2)).Error);               // encrypt and verify
        Assert.Equal(2, Refused(bench, Composed(3, ground).AuthFirst()).Error);           // MAC, then encrypt
        Assert.Equal(2, Refused(bench, Composed(3, ground).AuthAlgorithm(1)).Error);      // no HMAC
        Assert.Equal(2, Refused(bench, Composed(3, ground).CipherAlgorithm(1)).Error);
        Assert.Equal(2, Refused(bench, Composed(2, ground).CipherAlgorithm(Sm4)).Error);
        Assert.Equal(2, Refused(bench, Composed(2, ground).AuthAlgorithm(0x26)).Error);
        Assert.Equal(0, bench.Run(Composed(3, ground).CipherAlgorithm(Sm4).AuthAlgorithm(0x26)).Error);
        Assert.Equal(2, Refused(bench, Gcm(2, ground).CipherAlgorithm(Sm4)).Error);
        Assert.Equal(2, Refused(bench, Gcm(3, ground).CipherAlgorithm(0)).Error);
        Assert.Equal(2, Refused(bench, Gcm(3, ground).Put(0, 5, 4, 7)).Error);            // a stream's part without its state
    }

    [Fact]
    public void Key_lengths_are_checked()
    {
        using var bench = new SecBench();
        Ground ground = Lay(bench);
        for (int code = 3; code < 8; code++)
        {
            Assert.Equal(3, Refused(bench, Cipher(3, ground).KeyCode(code)).Error);
            Assert.Equal(3, Refused(bench, Gcm(2, ground).KeyCode(code)).Error);
        }

        Assert.Equal(3, Refused(bench, Cipher(3, ground).Mode(7).KeyCode(1)).Error);      // XTS with 192 bits
        Assert.Equal(3, Refused(bench, Cipher(3, ground).CipherAlgorithm(1).KeyCode(0)).Error);
        Assert.Equal(3, Refused(bench, Cipher(3, ground).CipherAlgorithm(1).KeyCode(2)).Error);
        Assert.Equal(3, Refused(bench, Digest(3, ground).AuthAlgorithm(0x11).AuthKey(ground.Key).AuthKeyWords(17)).Error);
        Assert.Equal(3, Refused(bench, Digest(3, ground).AuthAlgorithm(0x15).MacWords(16).AuthKey(ground.Key).AuthKeyWords(33)).Error);
        Assert.Equal(0, bench.Run(Digest(3, ground).AuthAlgorithm(0x15).MacWords(16).AuthKey(ground.Key).AuthKeyWords(32)).Error);
        Assert.Equal(3, Refused(bench, Digest(3, ground).AuthAlgorithm(0x21).MacWords(4).AuthKey(ground.Key).AuthKeyWords(6)).Error);
        Assert.Equal(3, Refused(bench, Digest(3, ground).AuthAlgorithm(0x20).MacWords(4).AuthKey(ground.Key).AuthKeyWords(8)).Error);
        Assert.Equal(3, Refused(bench, Digest(3, ground).AuthAlgorithm(0x22).MacWords(4).AuthIvSource(1).AuthKeyWords(5)).Error);
        Assert.Equal(3, Refused(bench, Composed(3, ground).AuthKeyWords(17)).Error);
    }

    [Fact]
    public void Data_lengths_are_checked()
    {
        using var bench = new SecBench();
        Ground ground = Lay(bench);
        Assert.Equal(4, Refused(bench, Digest(2, ground).AuthLength(0)).Error);
        Assert.Equal(0, bench.Run(Digest(3, ground).AuthLength(0)).Error);
        Assert.Equal(4, Refused(bench, Digest(3, ground).AuthLength(0xFFFE01)).Error);
        Assert.Equal(4, Refused(bench, Digest(3, ground).Padding(1).AuthLength(63)).Error);
        Assert.Equal(4, Refused(bench, Digest(3, ground).Padding(1).AuthLength(0)).Error);
        Assert.Equal(4, Refused(bench, Digest(3, ground).AuthAlgorithm(5).Padding(1).AuthLength(64)).Error);
        foreach (ulong bits in (ulong[])[0, 7, 512, 513, 1000, 8 * 65])
        {
            Assert.Equal(4, Refused(bench, Digest(3, ground).AuthIvSource(1).AuthIv(ground.Data).AuthLength(64).TotalLength(bits)).Error);
        }

        Assert.Equal(0, bench.Run(Digest(3, ground).AuthIvSource(1).AuthIv(ground.Data).AuthLength(0).TotalLength(512)).Error);
        Assert.Equal(4, Refused(bench, Digest(3, ground).AuthAlgorithm(0x21).MacWords(4).AuthKey(ground.Key).AuthKeyWords(4).AuthLength(0)).Error);
        foreach ((int algorithm, int mode, int bad, int good) in (ReadOnlySpan<(int, int, int, int)>)
            [(Aes, 0, 17, 16), (Aes, 1, 8, 32), (0, 1, 12, 8), (0, 0, 0, 24), (Aes, 4, 0, 1), (Aes, 2, 0, 1), (Aes, 3, 0, 5), (Aes, 7, 15, 17), (Sm4, 7, 0, 16), (Aes, 9, 15, 16)])
        {
            Assert.Equal(4, Refused(bench, Cipher(3, ground).CipherAlgorithm(algorithm).Mode(mode).Width(1).CipherLength(bad)).Error);
            Assert.Equal(0, bench.Run(Cipher(3, ground).CipherAlgorithm(algorithm).Mode(mode).Width(1).CipherLength(good)).Error);
        }

        Assert.Equal(4, Refused(bench, Cipher(3, ground).CipherLength(0xFFFE10)).Error);
        Assert.Equal(4, Refused(bench, Gcm(3, ground).CipherLength(0).AuthLength(0)).Error);
        Assert.Equal(4, Refused(bench, Gcm(2, ground).CipherLength(0)).Error);
        Assert.Equal(0, bench.Run(Gcm(3, ground).CipherLength(0)).Error);
        Assert.Equal(4, Refused(bench, Gcm(3, ground).AuthLength(65536)).Error);
        Assert.Equal(4, Refused(bench, Gcm(3, ground).Mode(5).AuthIv(ground.Data).AuthLength(65280)).Error);
        Assert.Equal(4, Refused(bench, Composed(3, ground).CipherLength(0).AuthLength(16)).Error);
        Assert.Equal(4, Refused(bench, Composed(3, ground).CipherLength(24)).Error);
        Assert.Equal(4, Refused(bench, Composed(3, ground).AuthLength(64)).Error);        // the payload does not end it
        Assert.Equal(4, Refused(bench, Composed(3, ground).AuthOffset(17)).Error);
    }

    [Fact]
    public void Mac_lengths_are_checked()
    {
        using var bench = new SecBench();
        Ground ground = Lay(bench);
        foreach ((int code, int size, int _, int _) in Algorithms.Digests)
        {
            Assert.Equal(5, Refused(bench, Digest(3, ground).AuthAlgorithm(code).MacWords(0)).Error);
            Assert.Equal(5, Refused(bench, Digest(2, ground).AuthAlgorithm(code).MacWords((size / 4) + 1)).Error);
        }

        Assert.Equal(5, Refused(bench, Digest(3, ground).AuthAlgorithm(0x21).MacWords(5).AuthKey(ground.Key).AuthKeyWords(4)).Error);
        foreach ((int mode, int bad) in (ReadOnlySpan<(int, int)>)[(5, 2), (5, 5), (5, 17), (5, 18), (6, 7), (6, 17), (6, 0)])
        {
            Assert.Equal(5, Refused(bench, Gcm(3, ground).Mode(mode).AuthIv(ground.Data).TagBytes(bad)).Error);
        }

        Assert.Equal(5, Refused(bench, Composed(3, ground).MacWords(0)).Error);
        Assert.Equal(5, Refused(bench, Composed(3, ground).MacWords(9)).Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_address_fault_names_the_address(bool direct)
    {
        using var bench = new SecBench(direct: direct);
        Ground ground = Lay(bench);
        ulong beyond = direct ? 1UL << 47 : bench.Arena.End;
        foreach (Bd bd in (Bd[])
            [
                Digest(3, ground).Source(beyond - 50), Digest(3, ground).Mac(beyond - 8), Cipher(3, ground).Source(beyond - 8), Cipher(3, ground).Destination(beyond - 8),
                Cipher(3, ground).CipherKey(beyond - 8), Cipher(3, ground).Mode(1).CipherIv(beyond - 8), Composed(3, ground).AuthKey(beyond - 8), Gcm(3, ground).Mac(beyond - 8),
                Digest(3, ground).AuthIvSource(1).AuthIv(beyond - 8).TotalLength(1312),
            ])
        {
            SecAnswer answer = Refused(bench, bd);
            Assert.Equal((6, 1), (answer.Error, answer.SvaStatus));
            Assert.Equal(beyond, answer.Note.FaultAddress);
        }

        foreach (ulong address in (ulong[])[ulong.MaxValue, ulong.MaxValue - 99, 1UL << 47, 1UL << 63])
        {
            Assert.Equal(6, Refused(bench, Digest(2, ground).Source(address)).Error);
            Assert.Equal(6, Refused(bench, Digest(3, ground).Source(address)).Error);
            Assert.Equal(6, Refused(bench, Cipher(3, ground).Destination(address).CipherOffset(1)).Error);
        }

        Assert.Equal(6, Refused(bench, Digest(3, ground).SourceList((beyond + 63) & ~63UL)).Error);
    }

    [Fact]
    public void A_bad_list_is_told_from_a_bad_address()
    {
        using var bench = new SecBench();
        Ground ground = Lay(bench);
        Assert.Equal(7, Refused(bench, Digest(3, ground).SourceList(ground.List + 8)).Error);              // misaligned
        Assert.Equal(7, Refused(bench, Digest(3, ground).AuthLength(301).SourceList(ground.List)).Error);  // too short
        Assert.Equal(7, Refused(bench, Digest(3, ground).SourceList(ground.BadList)).Error);               // an entry of 9 MiB
        Assert.Equal(7, Refused(bench, Cipher(3, ground).Mode(4).CipherLength(301).Source(ground.Data).DestinationList(ground.List)).Error);
        Assert.Equal(6, Refused(bench, Digest(3, ground).SourceList(bench.Arena.End)).Error);
        ulong foreign = SecLists.Over(bench.Arena, 1, (ground.Data, 10), (bench.Arena.End - 10, 300));
        Assert.Equal(6, Refused(bench, Digest(3, ground).SourceList(foreign)).Error);
        ulong toNull = SecLists.Over(bench.Arena, 2, (ground.Data, 10), (0, 300));
        Assert.Equal(6, Refused(bench, Digest(3, ground).SourceList(toNull)).Error);
        ulong circle = SecLists.Over(bench.Arena, 1, (ground.Data, 1));
        BitConverter.TryWriteBytes(Zip.Arena.At(circle, 8), circle);
        Assert.Equal(7, Refused(bench, Digest(3, ground).AuthLength(1000).SourceList(circle)).Error);      // bites its tail
        Assert.Equal(0, bench.Run(Digest(3, ground).AuthLength(256).SourceList(circle)).Error);
    }

    [Fact]
    public void A_missing_address_is_told()
    {
        using var bench = new SecBench();
        Ground ground = Lay(bench);
        foreach (Bd bd in (Bd[])
            [
                Digest(3, ground).Source(0), Digest(2, ground).Mac(0), Digest(3, ground).AuthAlgorithm(0x11).AuthKeyWords(4).AuthKey(0), Cipher(3, ground).Source(0),
                Cipher(3, ground).Destination(0), Cipher(3, ground).CipherKey(0), Cipher(3, ground).Mode(1).CipherIv(0), Gcm(3, ground).Mac(0),
                Digest(3, ground).SourceList(0), Cipher(3, ground).DestinationList(0), Gcm(3, ground).Mode(5).AuthIv(0),
                Digest(3, ground).AuthIvSource(1).AuthIv(0).TotalLength(1312),
            ])
        {
            Assert.Equal(8, Refused(bench, bd).Error);
        }

        Assert.Equal(0, bench.Run(Digest(3, ground).AuthLength(0).Source(0)).Error);                       // no byte, no address
        Assert.Equal(0, bench.Run(Digest(3, ground).AuthAlgorithm(0x11).AuthKeyWords(0).AuthKey(0)).Error);
    }

    [Fact]
    public void First_blocks_of_ccm_are_checked()
    {
        using var bench = new SecBench();
        Ground ground = Lay(bench);
        byte[] nonce = new byte[12];
        for (int i = 0; i < 16; i++)
        {
            byte[] counter = DeviceAeadTests.CounterBlock(nonce);
            byte[] first = DeviceAeadTests.FirstBlock(nonce, 16, 20, 64);
            Assert.Equal(0, bench.Run(Ccm(counter, first)).Error);
            counter[i] ^= 0x40;
            Assert.Equal(2, Refused(bench, Ccm(counter, first)).Error);
            counter[i] ^= 0x40;
            first[i] ^= 0x80;
            Assert.Equal(i < 13 ? 2 : 0, bench.Run(Ccm(counter, first)).Error);   // behind the nonce stands a length of which 16 bits are written
        }

        byte[] longNonce = new byte[13];
        Assert.Equal(4, Refused(bench, Ccm(DeviceAeadTests.CounterBlock(longNonce), DeviceAeadTests.FirstBlock(longNonce, 16, 20, 0)).CipherLength(65536)).Error);

        Bd Ccm(byte[] counter, byte[] first) => Gcm(3, ground).Mode(5).CipherIv(bench.Arena.Put(counter)).AuthIv(bench.Arena.Put(first));
    }

    [Fact]
    public void Bad_requests_isolate_nothing_and_stop_no_queue()
    {
        using var bench = new SecBench(queues: 2);
        Ground ground = Lay(bench);
        for (int i = 0; i < 500; i++)
        {
            Assert.NotEqual(0, bench.Run(Digest(3, ground).Source(1)).Error);
        }

        Assert.Equal(0, bench.Device.ModelFailures);
        Assert.Equal(0, bench.Run(Digest(3, ground)).Error);
    }

    private static SecAnswer Refused(SecBench bench, Bd bd)
    {
        byte[] before = bench.Arena.Bytes.ToArray();
        SecAnswer answer = bench.Run(bd);
        Assert.NotEqual(0, answer.Error);
        Assert.Equal(bd.Bytes[..0x70], answer.Bytes[..0x70]);
        Assert.True(before.AsSpan().SequenceEqual(bench.Arena.Bytes), "a refused request wrote something");
        return answer;
    }

    private static Ground Lay(SecBench bench)
    {
        ulong data = bench.Arena.Put(new byte[70000]);
        ulong list = SecLists.Over(bench.Arena, 2, (data, 100), (data + 200, 100), (data + 400, 100));
        ulong bad = SecLists.Over(bench.Arena, 2, (data, 9 << 20), (data, 100));
        byte[] key = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        return new Ground(data, bench.Arena.Take(70000), bench.Arena.Take(64), bench.Arena.Put(key), list, bad);
    }

    private static Bd Digest(int type, Ground ground) => Bd.Digest(type, Algorithms.Sha256, ground.Data, 100, ground.Mac, 8);

    private static Bd Cipher(int type, Ground ground) => Bd.Cipher(type, 1, Aes, 0, 0, ground.Data, ground.Output, 64, ground.Key, ground.Data);

    private static Bd Gcm(int type, Ground ground) =>
        DeviceAeadTests.Whole(type, 1, Aes, 6, ground.Key, ground.Data, 0, ground.Data, ground.Output, 20, 64, ground.Mac, 16);

    private static Bd Composed(int type, Ground ground) =>
        DeviceAeadTests.Composed(type, 1, 0x11, 8, [ground.Key, ground.Data, ground.Key], 16, 32, ground.Mac, 32).Source(ground.Data).Destination(ground.Output);
}
