using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>The user driver of Kunpeng HPRE engines and of their software models (hisi-hpre.md).</summary>
public sealed class HpreUserDriver : IPublicKeyDriver
{
    internal const string Prefix = "hisi_qm_v";

    /// <inheritdoc/>
    public string Name => HpreDevice.InterfaceName;

    /// <inheritdoc/>
    public string ApiPrefix => Prefix;

    /// <inheritdoc/>
    public int Priority => 100;   // hisi-hpre.md §1

    /// <inheritdoc/>
    public bool Supports(DeviceInfo device, string algorithm, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(device);
        reason = null;
        if (device.DriverName != Name)
        {
            reason = $"{device.Name} is not an HPRE engine: names of those begin with {Name}";
        }
        else if (!QmVersion.TryParse(device.Api, out QmVersion version))
        {
            reason = $"{device.Name} has the api '{device.Api}', which names no QM generation";
        }
        else if (version.Generation == 1)
        {
            reason = WhyNotGeneration1(device);
        }
        else if (algorithm is not ("rsa" or "dh" or "ecdh" or "ecdsa" or "sm2" or "x25519" or "x448"))
        {
            reason = $"{Name} does not do {algorithm}";
        }
        else if (version.Generation == 2 && algorithm is not ("rsa" or "dh"))
        {
            reason = WhyNoCurves(device);
        }

        return reason is null;
    }

    /// <inheritdoc/>
    public RequestQueue<PublicKeyRequest, Completion> OpenQueue(DeviceInfo device, QueueFile file, PublicKeyQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        QmQueuePair<HpreSqe>? pair = null;
        try
        {
            int generation = QmVersion.Parse(device.Api).Generation;
            if (generation == 1)
            {
                throw new NotSupportedException(WhyNotGeneration1(device));
            }

            if (generation == 2 && options.Family == PublicKeyFamily.Elliptic)
            {
                throw new NotSupportedException(WhyNoCurves(device));
            }

            pair = QmQueuePair<HpreSqe>.Open(device, file, new QmQueuePairOptions
            {
                QueueType = (ushort)(options.Family == PublicKeyFamily.Elliptic ? 1 : 0),
                Tuning = options.Engine is { } engine ? new QmQueueTuning(0, engine) : null,
                WantNotes = options.WantNotes,
            });
            return new HpreQueue(pair, options, device.Flags.HasFlag(DeviceFlags.Sva));
        }
        catch (LinuxException e) when (options.Engine is not null && e.Errno is Errno.ENOENT)
        {
            throw new NotSupportedException(HpreEngineNames.WhyRefused(device.Name, options.Engine!), e);
        }
        catch (LinuxException e) when (e.Errno is Errno.EOPNOTSUPP)
        {
            throw new NotSupportedException($"{device.Name} computes with libcrypto, which cannot be used: install OpenSSL 1.1.1 or later", e);
        }
        catch
        {
            pair?.Dispose();
            file.Dispose();
            throw;
        }
    }

    private static string WhyNotGeneration1(DeviceInfo device) =>
        $"{device.Name} is hardware generation 1, which offers nothing to user space: use generation 2 or later";

    private static string WhyNoCurves(DeviceInfo device) => $"{device.Name} is hardware generation 2, which has rsa and dh only";
}
