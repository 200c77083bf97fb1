using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>The user driver of Kunpeng ZIP engines and of their software models (hisi-qm-zip.md Part B).</summary>
public sealed class ZipUserDriver : ICompressionDriver
{
    internal const string Prefix = "hisi_qm_v";

    /// <inheritdoc/>
    public string Name => ZipDevice.InterfaceName;

    /// <inheritdoc/>
    public string ApiPrefix => Prefix;

    /// <inheritdoc/>
    public int Priority => 100;   // uadk's rank of hardware drivers (uacce.md §11.1)

    /// <inheritdoc/>
    public bool Supports(DeviceInfo device, string algorithm, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(device);
        reason = null;
        if (device.DriverName != Name)
        {
            reason = $"{device.Name} is not a ZIP engine: names of those begin with {Name}";
        }
        else if (!QmVersion.TryParse(device.Api, out QmVersion version))
        {
            reason = $"{device.Name} has the api '{device.Api}', which names no QM generation";
        }
        else if (version.Generation == 1)
        {
            reason = $"{device.Name} is hardware generation 1, which has no descriptor layout for ZIP: use generation 2 or later";
        }
        else if (algorithm is not ("zlib" or "gzip" or "deflate" or "lz77_zstd"))
        {
            reason = $"{Name} does not do {algorithm}";
        }
        else if (version.Generation == 2 && algorithm is "deflate" or "lz77_zstd")
        {
            reason = $"{device.Name} is hardware generation 2, which has zlib and gzip only";
        }

        return reason is null;
    }

    /// <inheritdoc/>
    public CompressionQueue OpenQueue(DeviceInfo device, QueueFile file, CompressionQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        QmQueuePair<ZipSqe>? pair = null;
        try
        {
            ArgumentOutOfRangeException.ThrowIfNegative(options.Level, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Level, ZipEngineChoice.MaxLevel, nameof(options));
            if (QmVersion.Parse(device.Api).Generation == 1)
            {
                throw new NotSupportedException($"{device.Name} is hardware generation 1, which has no descriptor layout for ZIP: use generation 2 or later");
            }

            pair = QmQueuePair<ZipSqe>.Open(device, file, new QmQueuePairOptions
            {
                QueueType = (ushort)options.Direction,
                Tuning = new QmQueueTuning((byte)options.Level, options.Engine),
                WantNotes = options.WantNotes,
            });
            return new ZipCompressionQueue(pair, options, device.Flags.HasFlag(DeviceFlags.Sva));
        }
        catch (LinuxException e) when (options.Engine is not null && e.Errno is Errno.ENOENT or Errno.EOPNOTSUPP)
        {
            throw new NotSupportedException(ZipEngineNames.WhyRefused(device.Name, options.Engine!, options.Direction), e);
        }
        catch
        {
            pair?.Dispose();
            file.Dispose();
            throw;
        }
    }
}
