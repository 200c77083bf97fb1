using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>QM generation, as the api string of a device tells it (hisi-qm-zip.md A1).</summary>
/// <param name="Generation">The number behind the first nine characters, e.g. 3 for <c>hisi_qm_v3</c>.</param>
/// <param name="IsNoIommu">The string ends in <c>_noiommu</c>: the device has no SVA.</param>
public readonly record struct QmVersion(int Generation, bool IsNoIommu)
{
    private const int PrefixLength = 9;
    private const string NoIommuSuffix = "_noiommu";

    /// <summary>Doorbell encoding: 1 is v1, anything else v2 (A1).</summary>
    public DoorbellLayout Doorbell => Generation == 1 ? QmDoorbell.V1 : QmDoorbell.V2;

    /// <summary>Parses an api string: the decimal digits after nine characters; false when there are none, or they say 0.</summary>
    /// <param name="api">E.g. <c>hisi_qm_v2</c> or <c>hisi_qm_v2_noiommu</c>.</param>
    /// <param name="version">The version.</param>
    public static bool TryParse(string? api, out QmVersion version)
    {
        version = default;
        if (api is null || api.Length <= PrefixLength)
        {
            return false;
        }

        int generation = 0;
        foreach (char c in api.AsSpan(PrefixLength))
        {
            if (!char.IsAsciiDigit(c) || generation > 1_000_000)
            {
                break;
            }

            generation = (generation * 10) + (c - '0');
        }

        version = new QmVersion(generation, api.EndsWith(NoIommuSuffix, StringComparison.Ordinal));
        return generation != 0;
    }

    /// <summary>Parses an api string.</summary>
    /// <param name="api">The string.</param>
    /// <exception cref="NotSupportedException">It names no QM generation.</exception>
    public static QmVersion Parse(string? api) =>
        TryParse(api, out QmVersion version) ? version : throw new NotSupportedException($"the api string '{api}' names no QM generation");

    /// <summary>Bytes of the MMIO region without private doorbell windows (uacce.md §5.2).</summary>
    /// <param name="pageSize">Bytes of a page.</param>
    public int MmioSize(int pageSize) => Generation == 1 ? pageSize : pageSize * (1 + (0x1000 / pageSize));
}
