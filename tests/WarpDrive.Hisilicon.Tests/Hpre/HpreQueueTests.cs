using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Hisilicon.Hpre;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Testing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>Order, ring, keys and memory of HPRE queues.</summary>
public sealed unsafe class HpreQueueTests
{
    private static bool IsOptimized => typeof(PublicKeyEngine).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void A_thousand_mixed_requests_on_several_queues_come_back_in_order(QueueDriving driving)
    {
        const int Each = 250;
        using var fixture = new HpreFixture(device: new HpreDevice(new HpreDeviceOptions { Depth = 64, Workers = 2 }));
        RSAParameters rsa = HpreData.Rsa(1024);
        using PublicKeyMaterial rsaKey = PublicKeyMaterial.FromRsa(in rsa);
        using PublicKeyMaterial ec = PublicKeyMaterial.FromCurve(EllipticCurve.Secp256r1, HpreData.D, EllipticCurve.Secp256r1.BaseX, EllipticCurve.Secp256r1.BaseY);
        using PublicKeyMaterial sm2 = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        using PublicKeyMaterial ladder = PublicKeyMaterial.FromCurve(EllipticCurve.X25519, HpreData.D);
        RequestQueue<PublicKeyRequest, Completion>[] queues =
        [
            fixture.Open(PublicKeyFamily.Modular, driving), fixture.Open(driving: driving), fixture.Open(driving: driving), fixture.Open(driving: driving),
        ];
        byte[] room = GC.AllocateArray<byte>(4096 * queues.Length, pinned: true);
        byte[] input = GC.AllocateArray<byte>(1024, pinned: true);
        input[^1] = input[31] = input[127] = 5;
        uint[] sent = new uint[queues.Length];
        uint[] received = new uint[queues.Length];
        var completions = new Completion[8];
        long start = Stopwatch.GetTimestamp();
        fixed (byte* to = room, from = input)
        {
            while (received.Any(count => count < Each))
            {
                Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(120), "the requests do not come back");
                for (int i = 0; i < queues.Length; i++)
                {
                    while (sent[i] < Each)
                    {
                        var request = new PublicKeyRequest { Tag = sent[i], Input = (ulong)from, Output = (ulong)to + (ulong)(4096 * i), OutputLength = 4096 };
                        (request.Operation, request.Key, request.InputLength) = i == 0
                            ? (PublicKeyOperation.RsaPublic, rsaKey, 128)
                            : ((int)((sent[i] + i) % 5)) switch
                            {
                                0 => (PublicKeyOperation.EcdsaSign, ec, 32),
                                1 => (PublicKeyOperation.Sm2Encrypt, sm2, 700),   // two descriptors
                                2 => (PublicKeyOperation.X25519, ladder, 0),
                                3 => (PublicKeyOperation.Sm2Encrypt, sm2, 20),
                                _ => (PublicKeyOperation.PointMultiply, ec, 0),
                            };
                        SubmitResult result = queues[i].TrySend(new ReadOnlySpan<PublicKeyRequest>(in request), out string? refusal);
                        if (result == SubmitResult.RingFull)
                        {
                            break;
                        }

                        Assert.True(result == SubmitResult.Queued, refusal);
                        sent[i]++;
                    }

                    queues[i].Wait(TimeSpan.FromMilliseconds(driving == QueueDriving.Inline ? 0 : 5));
                    ReceiveResult got = queues[i].TryReceive(completions, out int count);
                    Assert.True(got is ReceiveResult.Received or ReceiveResult.Empty);
                    for (int n = 0; n < count; n++)
                    {
                        Assert.Equal((received[i]++, RequestStatus.Ok), (completions[n].Tag, completions[n].Status));
                    }
                }
            }
        }

        foreach (RequestQueue<PublicKeyRequest, Completion> queue in queues)
        {
            Assert.Equal(0, queue.InFlight);
            queue.Dispose();
        }
    }

    [Fact]
    public void A_ring_takes_all_requests_of_a_call_or_none()
    {
        using var fixture = new HpreFixture(device: new HpreDevice(new HpreDeviceOptions { Depth = 4 }));
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
        using PublicKeyMaterial sm2 = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        byte[] room = GC.AllocateArray<byte>(4096, pinned: true);
        fixed (byte* memory = room)
        {
            var request = new PublicKeyRequest
            {
                Operation = PublicKeyOperation.Sm2Encrypt,
                Key = sm2,
                Input = (ulong)memory,
                InputLength = 600,
                Output = (ulong)memory + 1024,
                OutputLength = 1024,
            };
            PublicKeyRequest bad = request with { OutputLength = 5 };
            Assert.Equal(SubmitResult.Refused, queue.TrySend([request, request], out string? refusal));   // 4 descriptors, 3 places
            Assert.Contains("parts", refusal, StringComparison.Ordinal);
            Assert.Equal(SubmitResult.Refused, queue.TrySend([request with { InputLength = 5 }, bad], out _));
            Assert.Equal(0, queue.InFlight);
            Assert.Equal(SubmitResult.Queued, queue.TrySend([request], out _));
            Assert.Equal(SubmitResult.RingFull, queue.TrySend([request], out _));
            Assert.Equal(SubmitResult.Queued, queue.TrySend([request with { InputLength = 5 }], out _));
            Assert.Equal(2, queue.InFlight);
            Assert.Equal(RequestStatus.Ok, HpreFixture.Receive(queue).Status);
            Assert.Equal(RequestStatus.Ok, HpreFixture.Receive(queue).Status);
            Assert.Equal(0, queue.InFlight);
        }
    }

    [Fact]
    public void Prepared_keys_are_found_again_and_gone_when_a_queue_closes()
    {
        using var fixture = new HpreFixture();
        RequestQueue<PublicKeyRequest, Completion> first = fixture.Open();
        RequestQueue<PublicKeyRequest, Completion> second = fixture.Open();
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(EllipticCurve.Secp256r1, HpreData.D);
        Assert.Equal(1, fixture.Device.Keys.Count);   // one address space
        PreparedKeyCache keys = fixture.Device.Keys.Only!;

        HpreFixture.Do(first, PublicKeyOperation.EcdsaSign, key, HpreData.E);
        HpreFixture.Do(second, PublicKeyOperation.EcdsaSign, key, HpreData.E);
        Assert.Equal((1, 1L, 1L), (keys.Count, keys.Hits, keys.Misses));
        first.Dispose();
        Assert.Equal((0, 1), (keys.Count, fixture.Device.Keys.Count));
        HpreFixture.Do(second, PublicKeyOperation.EcdsaSign, key, HpreData.E);
        Assert.Equal(2L, keys.Misses);
        second.Dispose();

        Assert.Equal((0, 0), (keys.Count, fixture.Device.Keys.Count));
    }

    [Fact]
    public void The_nonce_of_a_long_encryption_is_not_kept()
    {
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        PreparedKeyCache keys = fixture.Device.Keys.Only!;

        byte[] cipher = HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, key, new byte[600]);
        Assert.Equal(0, keys.Count);
        HpreFixture.Do(queue, PublicKeyOperation.Sm2Decrypt, key, cipher);

        Assert.Equal(1, keys.Count);   // the private key, in its form for point multiplication
    }

    [Fact]
    public void A_key_lives_until_its_last_request_is_received()
    {
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
        PublicKeyMaterial key = PublicKeyMaterial.FromCurve(EllipticCurve.Secp256r1, HpreData.D);
        byte[] room = GC.AllocateArray<byte>(64, pinned: true);
        fixed (byte* to = room)
        {
            var request = new PublicKeyRequest { Operation = PublicKeyOperation.PointMultiply, Key = key, Output = (ulong)to, OutputLength = 64 };
            Assert.Equal(SubmitResult.Queued, queue.TrySend([request, request], out _));
            key.Dispose();
            Assert.False(key.IsInvalid);   // its memory is still there: the device reads the key in place
            Assert.Equal(RequestStatus.Ok, HpreFixture.Receive(queue).Status);
            Assert.False(key.IsInvalid);
            Assert.Equal(RequestStatus.Ok, HpreFixture.Receive(queue).Status);
        }

        Assert.True(key.IsInvalid);
    }

    [Fact]
    public void Requests_that_nobody_received_let_go_of_their_keys_when_the_queue_closes()
    {
        using var fixture = new HpreFixture();
        RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(driving: QueueDriving.Served);
        PublicKeyMaterial key = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        byte[] room = GC.AllocateArray<byte>(4096, pinned: true);
        fixed (byte* memory = room)
        {
            var request = new PublicKeyRequest
            {
                Operation = PublicKeyOperation.Sm2Encrypt,
                Key = key,
                Input = (ulong)memory,
                InputLength = 600,
                Output = (ulong)memory,
                OutputLength = 4096,
            };
            Assert.Equal(SubmitResult.Queued, queue.TrySend([request, request with { InputLength = 10 }], out _));
            key.Dispose();
            queue.Dispose();
        }

        Assert.True(key.IsInvalid);
    }

    [Fact]
    public void Several_queues_and_threads_share_a_key()
    {
        using var fixture = new HpreFixture();
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(EllipticCurve.Secp256r1, HpreData.D);
        var failures = new List<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            try
            {
                using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
                for (int i = 0; i < 50; i++)
                {
                    Assert.Equal([.. HpreData.EcdsaR, .. HpreData.EcdsaS], HpreFixture.Do(queue, PublicKeyOperation.EcdsaSign, key, [.. HpreData.E, .. HpreData.K], true));
                }
            }
            catch (Exception e)
            {
                lock (failures)
                {
                    failures.Add(e);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Empty(failures);
    }

    [Fact]
    public void An_unmapped_operand_fails_its_request_only()
    {
        using var arena = new Arena(1 << 14);
        using var fixture = new HpreFixture();
        using QmQueuePair<HpreSqe> pair = QmQueuePair.Open<HpreSqe>(
            fixture.Found.ReadInfo(), fixture.Found.Open(new QueueOpenOptions(QueueDriving.Inline)), new QmQueuePairOptions { QueueType = 1 });
        EllipticCurve curve = EllipticCurve.Secp256r1;
        HpreSqe good = HpreSqe.Create(HpreAlgorithm.PointMultiply, 32);
        good.Key = arena.Put([.. curve.Prime, .. curve.A, .. HpreData.D, .. curve.B]);
        good.In = arena.Put([.. curve.BaseX, .. curve.BaseY]);
        good.Out = arena.Take(64);
        HpreSqe bad = good;
        bad.In = arena.End - 32;
        var done = new HpreSqe[3];

        Assert.Equal(SubmitResult.Queued, pair.TrySend([good, bad, good]));
        Assert.True(pair.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(ReceiveResult.Received, pair.TryReceive(done, out int count));

        Assert.Equal(3, count);
        Assert.Equal((HpreError.None, 0u), (done[0].Error, done[0].Detail));
        Assert.Equal((HpreSqe.SvaFault, 1u), (done[1].Detail, done[1].SvaStatus));
        Assert.Equal((HpreError.None, 0u), (done[2].Error, done[2].Detail));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Warm_requests_allocate_nothing(bool sva)
    {
        using var fixture = new HpreFixture(sva: sva);
        using RequestQueue<PublicKeyRequest, Completion> modular = fixture.Open(PublicKeyFamily.Modular);
        using RequestQueue<PublicKeyRequest, Completion> curves = fixture.Open();
        RSAParameters rsa = HpreData.Rsa(1024);
        using PublicKeyMaterial rsaKey = PublicKeyMaterial.FromRsa(in rsa);
        using PublicKeyMaterial ec = PublicKeyMaterial.FromCurve(EllipticCurve.Secp256r1, HpreData.D, EllipticCurve.Secp256r1.BaseX, EllipticCurve.Secp256r1.BaseY);
        using PublicKeyMaterial sm2 = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        using PublicKeyMaterial ladder = PublicKeyMaterial.FromCurve(EllipticCurve.X25519, HpreData.D);
        byte[] room = GC.AllocateArray<byte>(4096, pinned: true);
        room[31] = room[63] = room[95] = 5;
        var completions = new Completion[1];
        fixed (byte* memory = room)
        {
            var basic = new PublicKeyRequest { Input = (ulong)memory, Output = (ulong)memory + 1024, OutputLength = 3072 };
            PublicKeyRequest[] requests =
            [
                basic with { Operation = PublicKeyOperation.RsaPublic, Key = rsaKey, InputLength = 128 },
                basic with { Operation = PublicKeyOperation.RsaPrivateCrt, Key = rsaKey, InputLength = 128 },
                basic with { Operation = PublicKeyOperation.PointMultiply, Key = ec },
                basic with { Operation = PublicKeyOperation.EcdsaSign, Key = ec, InputLength = 32 },
                basic with { Operation = PublicKeyOperation.EcdsaVerify, Key = ec, InputLength = 96 },
                basic with { Operation = PublicKeyOperation.X25519, Key = ladder },
                basic with { Operation = PublicKeyOperation.Sm2Sign, Key = sm2, InputLength = 32 },
                basic with { Operation = PublicKeyOperation.Sm2Verify, Key = sm2, InputLength = 96 },
                // Last: code that is not optimized allocates where it reads a table of constants, which SM3 does. (A message that the driver finishes is
                // not here: the engine prepares a key for its nonce.)
                basic with { Operation = PublicKeyOperation.Sm2Encrypt, Key = sm2, InputLength = 100 },
            ];
            requests = IsOptimized ? requests : requests[..^1];
            void Once(int i)
            {
                ref readonly PublicKeyRequest request = ref requests[i % requests.Length];
                RequestQueue<PublicKeyRequest, Completion> queue = request.Key == rsaKey ? modular : curves;
                if (queue.TrySend(new ReadOnlySpan<PublicKeyRequest>(in request), out _) != SubmitResult.Queued)
                {
                    throw new InvalidOperationException("not sent");
                }

                int count;
                do
                {
                    queue.TryReceive(completions, out count);
                }
                while (count == 0);
                if (completions[0].Status != RequestStatus.Ok)
                {
                    throw new InvalidOperationException(queue.Describe(in completions[0]));
                }
            }

            for (int i = 0; i < 3 * requests.Length; i++)
            {
                Once(i);
            }

            var found = new List<string>();
            for (int i = 0; i < requests.Length; i++)
            {
                int which = i;
                long bytes = Allocations.Least(10, _ => Once(which));
                if (bytes != 0)
                {
                    found.Add($"{requests[i].Operation} of {requests[i].InputLength} bytes: {bytes}");
                }
            }

            Assert.Empty(found);
        }
    }
}
