using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Batches whose memory is copied, as that of another process is: few copies for many requests, and the results of each.</summary>
public sealed class SecOtherMemoryTests : IDisposable
{
    private const int Requests = 32;
    private const int Sha256Words = 8;

    private readonly ProcessSource _source = new(
        File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite),
        File.OpenHandle("/proc/self/maps", FileMode.Open, FileAccess.Read, FileShare.ReadWrite),
        new ProcessIdentity(Environment.ProcessId, 0, Guid.Empty));
    private readonly ProcessAddressSpace _space;
    private readonly SecBench _bench;

    /// <summary>The memory of this process, reached as that of another one.</summary>
    public SecOtherMemoryTests()
    {
        _space = (ProcessAddressSpace)_source.Create(1);
        _bench = new SecBench(space: _space);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bench.Dispose();
        _space.Dispose();
        _source.Dispose();
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1000)]
    public void Slices_of_one_array_are_copied_by_two_calls(int length)
    {
        byte[] data = SecFixture.Bytes(new Random(length), Requests * length);
        ulong source = _bench.Arena.Put(data);
        ulong macs = _bench.Arena.Take(Requests * 32);
        for (int round = 1; round <= 3; round++)
        {
            _bench.Arena.Bytes.Slice((int)(macs - _bench.Arena.Address), Requests * 32).Clear();
            long before = _space.Transfers;
            for (int i = 0; i < Requests; i++)
            {
                _bench.Submit(Bd.Digest(3, Algorithms.Sha256, source + (ulong)(i * length), length, macs + (ulong)(i * 32), Sha256Words));
            }

            Assert.Equal(Requests, _bench.Step());
            Assert.Equal(2, _space.Transfers - before);
            for (int i = 0; i < Requests; i++)
            {
                Assert.Equal(Algorithms.Digest(Algorithms.Sha256, data.AsSpan(i * length, length)), _bench.Read(macs + (ulong)(i * 32), 32));
            }
        }
    }

    [Fact]
    public void A_request_reads_what_one_before_it_in_the_batch_wrote()
    {
        byte[] data = SecFixture.Bytes(new Random(1), 64);
        ulong memory = _bench.Arena.Put([.. data, .. new byte[Requests * 32]]);
        for (int i = 0; i < Requests; i++)
        {
            ulong from = i == 0 ? memory : memory + 32 + (ulong)(i * 32);   // the digest before
            _bench.Submit(Bd.Digest(3, Algorithms.Sha256, from, i == 0 ? 64 : 32, memory + 64 + (ulong)(i * 32), Sha256Words));
        }

        Assert.Equal(Requests, _bench.Step());
        byte[] expected = data;
        for (int i = 0; i < Requests; i++)
        {
            expected = Algorithms.Digest(Algorithms.Sha256, expected);
            Assert.Equal(expected, _bench.Read(memory + 64 + (ulong)(i * 32), 32));
        }
    }

    [Fact]
    public void A_request_with_a_bad_address_fails_alone_among_neighbours()
    {
        const int Length = 100;
        byte[] data = SecFixture.Bytes(new Random(2), Requests * Length);
        ulong source = _bench.Arena.End - (ulong)(Requests / 2 * Length) - 50;   // half of a request lies behind the end, and half of the requests
        data.AsSpan(0, (int)(_bench.Arena.End - source)).CopyTo(Arena(source));
        ulong macs = _bench.Arena.Take(Requests * 32);
        int[] slots =
        [
            .. Enumerable.Range(0, Requests).Select(i =>
                _bench.Submit(Bd.Digest(3, Algorithms.Sha256, source + (ulong)(i * Length), Length, macs + (ulong)(i * 32), Sha256Words))),
        ];

        Assert.Equal(Requests, _bench.Step());
        for (int i = 0; i < Requests; i++)
        {
            bool isThere = i < Requests / 2;
            Assert.Equal(isThere ? 0 : 6, _bench.Answer(slots[i]).Error);
            Assert.Equal(isThere ? Algorithms.Digest(Algorithms.Sha256, data.AsSpan(i * Length, Length)) : new byte[32], _bench.Read(macs + (ulong)(i * 32), 32));
        }
    }

    private Span<byte> Arena(ulong address) => _bench.Arena.Bytes[(int)(address - _bench.Arena.Address)..];
}
