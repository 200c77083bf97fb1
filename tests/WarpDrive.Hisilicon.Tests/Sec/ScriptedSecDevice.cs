using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>A device that writes down what it is given and answers what the test says: the driver alone is under test.</summary>
internal sealed class ScriptedSecDevice(int generation, bool sva = true) : QmDevice(
    CreateProfile(
        "hisi_sec2", "hisi_qm_v", ["cipher", "digest", "aead"], SecSqe.ByteSize,
        new QmDeviceOptions { Generation = generation, Depth = 64, Flags = sva ? DeviceFlags.Sva : DeviceFlags.None }),
    SecSqe.ByteSize)
{
    internal delegate void Script(ref SecSqe sqe, ref QmRequest request);

    /// <summary>Every descriptor as it came.</summary>
    internal List<byte[]> Taken { get; } = [];

    /// <summary>What to do with a descriptor; the default completes it as done.</summary>
    internal Script Answer { get; set; } = (ref SecSqe sqe, ref QmRequest _) => sqe.ResultWord = SecResult.Pack(SecResult.IcvNone, SecResult.FlagDigest);

    internal bool IsRecording { get; set; } = true;

    protected internal override void Execute(Span<QmRequest> batch, QmStepScratch scratch)
    {
        foreach (ref QmRequest request in batch)
        {
            ref SecSqe sqe = ref request.Descriptor<SecSqe>();
            if (IsRecording)
            {
                Taken.Add(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<SecSqe>(in sqe)).ToArray());
            }

            Answer(ref sqe, ref request);
        }
    }

    protected internal override WarpDrive.Linux.Errno TuneQueue(QmDeviceQueue queue, QmQueueTuning tuning) =>
        tuning.Engine is null or "avx512" ? WarpDrive.Linux.Errno.None : WarpDrive.Linux.Errno.ENOENT;
}
