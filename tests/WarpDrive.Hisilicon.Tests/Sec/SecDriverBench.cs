using System.Globalization;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Hisilicon.Tests.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>A driver's queue on a scripted device, and bytes for requests.</summary>
internal sealed class SecDriverBench : IDisposable
{
    internal SecDriverBench(int generation, bool sva = true, bool notes = true)
    {
        Device = new ScriptedSecDevice(generation, sva);
        File = new LoopbackQueueFile(Device, QueueDriving.Inline) { HasCtl = notes };
    }

    internal ScriptedSecDevice Device { get; }

    internal LoopbackQueueFile File { get; }

    internal DigestQueue Digests(QueueOptions? options = null) => SecUserDriver.OpenDigests(File.Info, File, options ?? new QueueOptions());

    internal CipherQueue Ciphers(QueueOptions? options = null) => SecUserDriver.OpenCiphers(File.Info, File, options ?? new QueueOptions());

    internal AeadQueue Aeads(QueueOptions? options = null) => SecUserDriver.OpenAeads(File.Info, File, options ?? new QueueOptions());

    /// <summary>Sends one request and receives its completion.</summary>
    internal static Completion Run<T>(RequestQueue<T, Completion> queue, in T request)
        where T : struct, IRequest
    {
        SubmitResult sent = queue.TrySend(new ReadOnlySpan<T>(in request), out string? refusal);
        Assert.True(sent == SubmitResult.Queued, $"{sent}: {refusal}");
        var completions = new Completion[1];
        Assert.True(queue.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions, out int count));
        Assert.Equal(1, count);
        Assert.Equal(request.Tag, completions[0].Tag);
        return completions[0];
    }

    /// <summary>The words with which a request is refused.</summary>
    internal static string Refusal<T>(RequestQueue<T, Completion> queue, T request)
        where T : struct, IRequest
    {
        int before = queue.InFlight;
        Assert.Equal(SubmitResult.Refused, queue.TrySend(new ReadOnlySpan<T>(in request), out string? refusal));
        Assert.NotNull(refusal);
        Assert.Equal(before, queue.InFlight);
        return refusal;
    }

    /// <summary>A descriptor of zeros with bytes set: "offset: hex" for each run.</summary>
    internal static byte[] Bytes(params string[] runs)
    {
        byte[] bytes = new byte[SecSqe.ByteSize];
        foreach (string run in runs)
        {
            string[] halves = run.Split(':');
            Convert.FromHexString(halves[1].Replace(" ", "", StringComparison.Ordinal))
                .CopyTo(bytes, int.Parse(halves[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        return bytes;
    }

    /// <summary>The last descriptor taken must be these bytes; the first difference is told.</summary>
    internal void AssertTaken(params string[] runs)
    {
        byte[] expected = Bytes(runs);
        byte[] actual = Device.Taken[^1];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i] == actual[i], $"byte 0x{i:x2}: expected {expected[i]:x2}, is {actual[i]:x2}\n{Convert.ToHexString(actual)}");
        }
    }

    public void Dispose() => File.Dispose();
}
