using WarpDrive.Hisilicon.Hpre;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>An HPRE device in the real core, in this process, and queues of the user driver on it.</summary>
internal sealed class HpreFixture : IDisposable
{
    private readonly DeviceRegistry _registry;
    private readonly EmbeddedProvider _provider;

    internal HpreFixture(int generation = 3, bool sva = true, HpreDevice? device = null)
    {
        Device = device ?? new HpreDevice(new HpreDeviceOptions { Generation = generation });
        _registry = new DeviceRegistry(new CoreOptions { WithoutSva = !sva });
        _registry.Add(Device);
        _provider = new EmbeddedProvider(_registry);
    }

    internal HpreDevice Device { get; }

    internal UacceDevice Found => _provider.ListDevices()[0];

    internal RequestQueue<PublicKeyRequest, Completion> Open(
        PublicKeyFamily family = PublicKeyFamily.Elliptic, QueueDriving driving = QueueDriving.Inline, string? engine = null, bool notes = true) =>
        new HpreUserDriver().OpenQueue(
            Found.ReadInfo(), Found.Open(new QueueOpenOptions(driving)), new PublicKeyQueueOptions { Family = family, Engine = engine, WantNotes = notes });

    public void Dispose()
    {
        _provider.Dispose();
        _registry.Dispose();
    }

    /// <summary>Runs one request; what it wrote, or nothing unless it is Ok.</summary>
    internal static unsafe Completion Run(
        RequestQueue<PublicKeyRequest, Completion> queue, PublicKeyOperation operation, PublicKeyMaterial? key, byte[] input, out byte[] output,
        bool hasNonce = false, DigestAlgorithm hash = DigestAlgorithm.Sm3)
    {
        fixed (byte* from = input)
        {
            var request = new PublicKeyRequest
            {
                Tag = 77,
                Operation = operation,
                Key = key,
                HasNonce = hasNonce,
                Hash = hash,
                Input = (ulong)from,
                InputLength = input.Length,
            };
            int length = PublicKeySizes.Output(in request);
            Assert.True(length >= 0);
            byte[] room = GC.AllocateArray<byte>(length + 1, pinned: true);
            room.AsSpan().Fill(0xEE);
            fixed (byte* to = room)
            {
                request.Output = (ulong)to;
                request.OutputLength = length;
                SubmitResult sent = queue.TrySend(new ReadOnlySpan<PublicKeyRequest>(in request), out string? refusal);
                Assert.True(sent == SubmitResult.Queued, $"{sent}: {refusal}");
                Completion done = Receive(queue);
                Assert.Equal(77u, done.Tag);
                Assert.Equal(done.Status == RequestStatus.Ok ? length : 0, done.Produced);
                Assert.Equal(0xEE, room[length]);
                if (done.Status != RequestStatus.Ok)
                {
                    Assert.Equal(-1, room.AsSpan().IndexOfAnyExcept((byte)0xEE));
                    Assert.False(done.IsValid);
                    Assert.NotEmpty(queue.Describe(in done));
                }

                output = done.Status == RequestStatus.Ok ? room[..length] : [];
                return done;
            }
        }
    }

    /// <summary>Runs a request that must succeed.</summary>
    internal static byte[] Do(
        RequestQueue<PublicKeyRequest, Completion> queue, PublicKeyOperation operation, PublicKeyMaterial? key, byte[] input, bool hasNonce = false,
        DigestAlgorithm hash = DigestAlgorithm.Sm3)
    {
        Completion done = Run(queue, operation, key, input, out byte[] output, hasNonce, hash);
        Assert.True(done.Status == RequestStatus.Ok, queue.Describe(in done));
        Assert.Equal("libcrypto", queue.EngineName(done.Engine));
        return output;
    }

    /// <summary>Asks for a signature.</summary>
    internal static bool Verify(RequestQueue<PublicKeyRequest, Completion> queue, PublicKeyOperation operation, PublicKeyMaterial key, byte[] digest, byte[] signature)
    {
        Completion done = Run(queue, operation, key, [.. digest, .. signature], out _);
        Assert.True(done.Status == RequestStatus.Ok, queue.Describe(in done));
        return done.IsValid;
    }

    /// <summary>Why a request is refused.</summary>
    internal static unsafe string Refused(
        RequestQueue<PublicKeyRequest, Completion> queue, PublicKeyOperation operation, PublicKeyMaterial? key, byte[] input, bool hasNonce = false,
        int outputLength = 4096, DigestAlgorithm hash = DigestAlgorithm.Sm3)
    {
        byte[] room = new byte[outputLength];
        fixed (byte* from = input, to = room)
        {
            var request = new PublicKeyRequest
            {
                Operation = operation,
                Key = key,
                HasNonce = hasNonce,
                Hash = hash,
                Input = (ulong)from,
                InputLength = input.Length,
                Output = (ulong)to,
                OutputLength = outputLength,
            };
            Assert.Equal(SubmitResult.Refused, queue.TrySend(new ReadOnlySpan<PublicKeyRequest>(in request), out string? refusal));
            Assert.Equal(0, queue.InFlight);
            Assert.NotNull(refusal);
            return refusal;
        }
    }

    internal static Completion Receive(RequestQueue<PublicKeyRequest, Completion> queue)
    {
        var completions = new Completion[1];
        while (true)
        {
            Assert.True(queue.Wait(TimeSpan.FromSeconds(30)), "nothing completed");
            ReceiveResult received = queue.TryReceive(completions, out int count);
            if (count == 1)
            {
                return completions[0];
            }

            Assert.Equal(ReceiveResult.Empty, received);   // the first of two descriptors of one request
        }
    }
}
