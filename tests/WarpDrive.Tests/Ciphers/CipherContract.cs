using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;
using CipherMode = WarpDrive.Uacce.Ciphers.CipherMode;

namespace WarpDrive.Tests.Ciphers;

/// <summary>What ciphers promise, on whatever devices a library instance has.</summary>
public abstract class CipherContract : IDisposable
{
    private static readonly byte[] s_data = TestData.Mixed(70_000, 1);
    private static readonly byte[] s_iv = TestData.Mixed(16, 2);
    private Accelerators? _accelerators;

    protected Accelerators Accelerators => _accelerators ??= CreateAccelerators();

    /// <summary>Whether the device has more than ECB, CBC and XTS.</summary>
    protected virtual bool HasAllModes => true;

    protected abstract Accelerators CreateAccelerators();

    public virtual void Dispose()
    {
        _accelerators?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(CipherAlgorithm.Aes, 16)]
    [InlineData(CipherAlgorithm.Aes, 24)]
    [InlineData(CipherAlgorithm.Aes, 32)]
    [InlineData(CipherAlgorithm.TripleDes, 24)]
    public void Whole_blocks_give_what_the_runtime_gives(CipherAlgorithm algorithm, int keyLength)
    {
        byte[] key = new byte[keyLength];
        new Random(keyLength).NextBytes(key);
        using SymmetricAlgorithm runtime = algorithm == CipherAlgorithm.Aes ? Aes.Create() : TripleDES.Create();
        runtime.Key = key;
        using var ecb = new Cipher(algorithm, CipherMode.Ecb, key, null, Accelerators);
        using var cbc = new Cipher(algorithm, CipherMode.Cbc, key, null, Accelerators);
        byte[] iv = s_iv[..cbc.BlockSize];
        foreach (int blocks in (int[])[0, 1, 2, 3, 15, 16, 17, 33, 1000])
        {
            ReadOnlySpan<byte> data = s_data.AsSpan(3, blocks * cbc.BlockSize);
            byte[] room = new byte[data.Length], back = new byte[data.Length];
            ecb.Encrypt([], data, room);
            Assert.Equal(runtime.EncryptEcb(data, PaddingMode.None), room);
            ecb.Decrypt([], room, back);
            Assert.Equal(data, back);
            cbc.Encrypt(iv, data, room);
            Assert.Equal(runtime.EncryptCbc(data, iv, PaddingMode.None), room);
            cbc.Decrypt(iv, room, room);   // in place
            Assert.Equal(data, room);
        }

        Assert.Equal(s_iv[..cbc.BlockSize], iv);
    }

    [Fact]
    public void Streams_of_any_length_give_what_they_are_made_of()
    {
        if (!HasAllModes)
        {
            using var ctr = new Cipher(CipherAlgorithm.Aes, CipherMode.Ctr, new byte[16], null, Accelerators);
            Assert.Equal(RequestStatus.NoDevice, Assert.Throws<CryptoRequestException>(() => { ctr.Encrypt(s_iv, s_data.AsSpan(0, 5), new byte[5]); }).Status);
            return;
        }

        byte[] key = TestData.Mixed(32, 3);
        using var aes = Aes.Create();
        aes.Key = key;
        foreach (CipherMode mode in (CipherMode[])[CipherMode.Ctr, CipherMode.Ofb, CipherMode.Cfb])
        {
            using var cipher = new Cipher(CipherAlgorithm.Aes, mode, key, null, Accelerators);
            foreach (int length in Enumerable.Range(0, 70).Concat([255, 256, 300, 4097, 65_537]))
            {
                byte[] room = new byte[length], back = new byte[length];
                cipher.Encrypt(s_iv, s_data.AsSpan(1, length), room);
                Assert.Equal(Reference(aes, mode, s_data.AsSpan(1, length)), room);
                cipher.Decrypt(s_iv, room, back);
                Assert.Equal(s_data.AsSpan(1, length).ToArray(), back);
            }
        }
    }

    /// <summary>GB/T 32907 A.1; IEEE 1619 vector 1.</summary>
    [Fact]
    public void The_published_vectors_come_out()
    {
        byte[] block = Convert.FromHexString("0123456789abcdeffedcba9876543210"), room = new byte[32];
        using var sm4 = new Cipher(CipherAlgorithm.Sm4, CipherMode.Ecb, block, null, Accelerators);
        Assert.Equal(16, sm4.Encrypt([], block, room).BytesWritten);
        Assert.Equal("681edf34d206965e86b3e94f536e4246", Convert.ToHexStringLower(room.AsSpan(0, 16)));
        using var xts = new Cipher(CipherAlgorithm.Aes, CipherMode.Xts, new byte[32], null, Accelerators);
        xts.Encrypt(new byte[16], new byte[32], room);
        Assert.Equal("917cf69ebd68b2ec9b9fe9a3eadda692cd43d2f59598ed858c02c2652fbf922e", Convert.ToHexStringLower(room));
    }

    [Fact]
    public void Every_mode_goes_back()
    {
        foreach (CipherAlgorithm algorithm in (CipherAlgorithm[])[CipherAlgorithm.Aes, CipherAlgorithm.Sm4])
        {
            foreach (CipherMode mode in Enum.GetValues<CipherMode>())
            {
                bool isXts = mode is CipherMode.Xts or CipherMode.XtsGb;
                bool isOffered = HasAllModes || mode is CipherMode.Ecb or CipherMode.Cbc or CipherMode.Xts;
                if (!isOffered || (mode == CipherMode.XtsGb && algorithm == CipherAlgorithm.Aes))
                {
                    continue;
                }

                using var cipher = new Cipher(algorithm, mode, TestData.Mixed(isXts ? 32 : 16, 5), null, Accelerators);
                byte[] iv = mode == CipherMode.Ecb ? [] : s_iv;
                foreach (int length in (int[])[32, 48, 1024, 65_536, 33, 47, 1023, 69_999])
                {
                    if (length % 16 != 0 && mode is CipherMode.Ecb or CipherMode.Cbc)
                    {
                        continue;
                    }

                    byte[] room = new byte[length], back = new byte[length];
                    cipher.Encrypt(iv, s_data.AsSpan(0, length), room);
                    Assert.NotEqual(s_data.AsSpan(0, length).ToArray(), room);
                    cipher.Decrypt(iv, room, back);
                    Assert.Equal(s_data.AsSpan(0, length).ToArray(), back);
                }
            }
        }
    }

    [Fact]
    public void Data_beyond_one_request_goes_on_where_it_was_cut()
    {
        byte[] key = TestData.Mixed(16, 6), data = TestData.Mixed(0xFFFE00 + 32, 7), room = new byte[data.Length];
        using var aes = Aes.Create();
        aes.Key = key;
        using var cbc = new Cipher(CipherAlgorithm.Aes, CipherMode.Cbc, key, null, Accelerators);
        cbc.Encrypt(s_iv, data, room);
        Assert.True(aes.EncryptCbc(data, s_iv, PaddingMode.None).AsSpan().SequenceEqual(room));
        cbc.Decrypt(s_iv, room, room);
        Assert.True(data.AsSpan().SequenceEqual(room));
        using var xts = new Cipher(CipherAlgorithm.Aes, CipherMode.Xts, TestData.Mixed(32, 8), null, Accelerators);
        Assert.Throws<ArgumentException>(() => { xts.Encrypt(s_iv, data, room); });
    }

    [Fact]
    public async Task Batches_and_asynchronous_calls_give_what_single_calls_give()
    {
        byte[] key = TestData.Mixed(16, 9);
        using var aes = Aes.Create();
        aes.Key = key;
        using var cbc = new Cipher(CipherAlgorithm.Aes, CipherMode.Cbc, key, null, Accelerators);
        CipherJob[] jobs = [.. Enumerable.Range(0, 100).Select(i => new CipherJob(TestData.Mixed(16, i), s_data.AsMemory(i, 16 * i * 4), new byte[16 * i * 4]))];
        var results = new CipherResult[jobs.Length];
        byte[][] expected = [.. jobs.Select(job => aes.EncryptCbc(job.Source.Span, job.Iv.Span, PaddingMode.None))];

        cbc.EncryptMany(jobs, results);
        Assert.Equal(expected, jobs.Select(job => job.Destination.ToArray()));
        Assert.Equal(jobs.Select(job => job.Source.Length), results.Select(result => result.BytesWritten));
        CipherJob[] inPlace = [.. jobs.Select(job => job with { Source = job.Destination })];
        cbc.DecryptMany(inPlace, results);
        Assert.Equal(jobs.Select(job => job.Source.ToArray()), jobs.Select(job => job.Destination.ToArray()));

        ValueTask<CipherResult>[] calls = [.. jobs.Select(job => cbc.EncryptAsync(job.Iv, job.Source, job.Destination))];
        foreach (ValueTask<CipherResult> call in calls)
        {
            await call;
        }

        Assert.Equal(expected, jobs.Select(job => job.Destination.ToArray()));
        foreach (CipherJob job in jobs)
        {
            await cbc.DecryptAsync(job.Iv, job.Destination, job.Destination);
        }

        Assert.Equal(jobs.Select(job => job.Source.ToArray()), jobs.Select(job => job.Destination.ToArray()));
    }

    [Fact]
    public void Misuse_is_told_before_anything_begins()
    {
        Assert.Throws<ArgumentException>(() => new Cipher(CipherAlgorithm.Aes, CipherMode.Cbc, new byte[15], null, Accelerators));
        Assert.Throws<ArgumentException>(() => new Cipher(CipherAlgorithm.Des, CipherMode.Ctr, new byte[8], null, Accelerators));
        Assert.Throws<ArgumentException>(() => new Cipher(CipherAlgorithm.Aes, CipherMode.XtsGb, new byte[32], null, Accelerators));
        using var cbc = new Cipher(CipherAlgorithm.Aes, CipherMode.Cbc, new byte[16], null, Accelerators);
        byte[] room = new byte[64];
        Assert.Throws<ArgumentException>(() => { cbc.Encrypt(s_iv.AsSpan(0, 8), room, room); });
        Assert.Throws<ArgumentException>(() => { cbc.Encrypt(s_iv, new byte[17], room); });
        Assert.Throws<ArgumentException>(() => { cbc.Encrypt(s_iv, new byte[80], room); });
        Assert.Throws<ArgumentException>(() => { cbc.Encrypt(s_iv, room.AsSpan(0, 32), room.AsSpan(16, 32)); });
        Assert.Throws<ArgumentException>(() => cbc.EncryptMany([new CipherJob(s_iv, room, room)], []));
        cbc.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { cbc.Encrypt(s_iv, room, room); });
    }

    private static byte[] Reference(Aes aes, CipherMode mode, ReadOnlySpan<byte> data)
    {
        byte[] counter = [.. s_iv], output = data.ToArray();
        for (int at = 0; at < output.Length; at += 16)
        {
            byte[] stream = aes.EncryptEcb(counter, PaddingMode.None);
            for (int i = 0; i < 16 && at + i < output.Length; i++)
            {
                output[at + i] ^= stream[i];
            }

            if (mode == CipherMode.Ctr)
            {
                for (int i = 15; i >= 0 && ++counter[i] == 0; i--)
                {
                }
            }
            else if (mode == CipherMode.Ofb)
            {
                counter = stream;
            }
            else if (at + 16 <= output.Length)
            {
                counter = output[at..(at + 16)];
            }
        }

        return output;
    }
}
