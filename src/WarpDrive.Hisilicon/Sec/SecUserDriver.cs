using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>The user driver of Kunpeng SEC engines and of their software models (hisi-sec.md): ciphers, digests and authenticated encryption.</summary>
/// <remarks>Devices list the classes <c>cipher</c>, <c>digest</c> and <c>aead</c>; the algorithm names are those of hisi-sec.md §1, e.g. <c>cbc(aes)</c>.</remarks>
public sealed class SecUserDriver :
    IQueueDriver<CipherRequest, Completion, QueueOptions>, IQueueDriver<DigestRequest, Completion, QueueOptions>, IQueueDriver<AeadRequest, Completion, QueueOptions>
{
    internal const string InterfaceName = "hisi_sec2";
    internal const string Prefix = "hisi_qm_v";

    /// <inheritdoc/>
    public string Name => InterfaceName;

    /// <inheritdoc/>
    public string ApiPrefix => Prefix;

    /// <inheritdoc/>
    public int Priority => 100;   // hisi-sec.md §1

    /// <inheritdoc/>
    public string ListedAs(string algorithm) => SecAlgorithmNames.ClassOf(algorithm);

    /// <inheritdoc/>
    public bool Supports(DeviceInfo device, string algorithm, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(device);
        reason = null;
        if (device.DriverName != Name)
        {
            reason = $"{device.Name} is not a SEC engine: names of those begin with {Name}";
        }
        else if (!QmVersion.TryParse(device.Api, out QmVersion version))
        {
            reason = $"{device.Name} has the api '{device.Api}', which names no QM generation";
        }
        else if (!SecAlgorithmNames.IsKnown(algorithm, out bool needsGeneration3))
        {
            reason = $"{Name} does not do {algorithm}";
        }
        else if (needsGeneration3 && version.Generation == 2)
        {
            reason = $"{device.Name} is hardware generation 2, which does not have {algorithm}";
        }

        return reason is null;
    }

    /// <summary>A queue for digests and MACs; see <see cref="IQueueDriver{TRequest, TCompletion, TOptions}.OpenQueue"/>.</summary>
    /// <param name="device">The device the file was opened on.</param>
    /// <param name="file">A queue in state INIT; owned from here on, also on a throw.</param>
    /// <param name="options">What it is for.</param>
    /// <exception cref="LinuxException">The device refused.</exception>
    /// <exception cref="NotSupportedException">The device's protocol has no such queue.</exception>
    public static DigestQueue OpenDigests(DeviceInfo device, QueueFile file, QueueOptions options) =>
        new SecDigestQueue(Open(device, file, options, out SecQueueSetup setup), setup);

    /// <inheritdoc/>
    DigestQueue IQueueDriver<DigestRequest, Completion, QueueOptions>.OpenQueue(DeviceInfo device, QueueFile file, QueueOptions options) =>
        OpenDigests(device, file, options);

    /// <summary>A queue for ciphers without authentication.</summary>
    /// <param name="device">The device the file was opened on.</param>
    /// <param name="file">A queue in state INIT; owned from here on, also on a throw.</param>
    /// <param name="options">What it is for.</param>
    /// <exception cref="LinuxException">The device refused.</exception>
    /// <exception cref="NotSupportedException">The device's protocol has no such queue.</exception>
    public static CipherQueue OpenCiphers(DeviceInfo device, QueueFile file, QueueOptions options) =>
        new SecCipherQueue(Open(device, file, options, out SecQueueSetup setup), setup);

    /// <inheritdoc/>
    CipherQueue IQueueDriver<CipherRequest, Completion, QueueOptions>.OpenQueue(DeviceInfo device, QueueFile file, QueueOptions options) =>
        OpenCiphers(device, file, options);

    /// <summary>A queue for authenticated encryption.</summary>
    /// <param name="device">The device the file was opened on.</param>
    /// <param name="file">A queue in state INIT; owned from here on, also on a throw.</param>
    /// <param name="options">What it is for.</param>
    /// <exception cref="LinuxException">The device refused.</exception>
    /// <exception cref="NotSupportedException">The device's protocol has no such queue.</exception>
    public static AeadQueue OpenAeads(DeviceInfo device, QueueFile file, QueueOptions options) =>
        new SecAeadQueue(Open(device, file, options, out SecQueueSetup setup), setup);

    /// <inheritdoc/>
    AeadQueue IQueueDriver<AeadRequest, Completion, QueueOptions>.OpenQueue(DeviceInfo device, QueueFile file, QueueOptions options) =>
        OpenAeads(device, file, options);

    private static QmQueuePair<SecSqe> Open(DeviceInfo device, QueueFile file, QueueOptions options, out SecQueueSetup setup)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            ArgumentOutOfRangeException.ThrowIfNegative(options.ScatterRequests, nameof(options));
            setup = new SecQueueSetup(QmVersion.Parse(device.Api).Generation, device.Flags.HasFlag(DeviceFlags.Sva), options.ScatterRequests);
            return QmQueuePair<SecSqe>.Open(device, file, new QmQueuePairOptions
            {
                QueueType = 0,
                Tuning = new QmQueueTuning(0, options.Engine),
                WantNotes = options.WantNotes,
            });
        }
        catch (LinuxException e) when (options.Engine is not null && e.Errno is Errno.ENOENT or Errno.EOPNOTSUPP)
        {
            throw new NotSupportedException(WhyRefused(device.Name, options.Engine!), e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string WhyRefused(string device, string engine) => SecEngineNames.TryParse(engine, out _)
        ? $"engine '{engine}' of {device} is not present on this machine, or does none of this: leave the choice to the device, or use another"
        : $"{device} knows no engine '{engine}': leave the choice to the device, or use one of {SecEngineNames.All}";
}
