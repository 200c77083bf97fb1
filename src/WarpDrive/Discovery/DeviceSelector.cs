using System.Text;
using Microsoft.Extensions.Logging;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>Finds the devices of all providers and ranks those that can serve an algorithm (uacce.md §11.1).</summary>
/// <remarks>Thread safe. Reads attributes anew each time; callers keep what they got and ask again when a device fails.</remarks>
internal sealed class DeviceSelector
{
    private readonly IReadOnlyList<IUacceProvider> _providers;
    private readonly UserDriverRegistry _drivers;
    private readonly NumaTopology? _topology;
    private readonly string? _onlyDevice;
    private readonly string? _fallback;
    private readonly ILogger _logger;
    private readonly Dictionary<DaemonProvider, string> _told = [];   // its lock; why addresses are not shared, as the log has it
    private volatile bool _wasDaemonThere;
    private volatile bool _isDaemonThere;

    /// <summary>Knows where to look.</summary>
    /// <param name="providers">In the order of discovery.</param>
    /// <param name="drivers">All drivers.</param>
    /// <param name="topology">Distances of memory nodes; null for those of this machine, which are read when there is a choice.</param>
    /// <param name="onlyDevice">Only this device; null for any.</param>
    /// <param name="fallback">A provider whose devices are used only for what those of others cannot serve; null for none.</param>
    /// <param name="logger">Learns why a daemon does not share the addresses of this process.</param>
    internal DeviceSelector(
        IReadOnlyList<IUacceProvider> providers, UserDriverRegistry drivers, NumaTopology? topology, string? onlyDevice, string? fallback, ILogger logger)
    {
        _logger = logger;
        _fallback = fallback;
        _providers = providers;
        _drivers = drivers;
        _topology = topology;
        _onlyDevice = onlyDevice;
    }

    /// <summary>Whether a daemon had told its devices, and did not answer when it was asked last.</summary>
    internal bool IsDaemonLost => _wasDaemonThere && !_isDaemonThere;

    /// <summary>Whether a device serves only what those of other providers cannot.</summary>
    internal bool IsFallback(DeviceInfo device) => _fallback is not null && device.Provider == _fallback;

    /// <summary>All devices, provider by provider, with the reason why one is not used; a provider that cannot be asked is one nameless device.</summary>
    internal IReadOnlyList<DeviceStatus> List()
    {
        var list = new List<DeviceStatus>();
        List<(UacceDevice Device, string? WhyNotShared)> devices = Devices(out List<(string Provider, string Why)> unreachable);
        foreach ((string provider, string why) in unreachable)
        {
            list.Add(new DeviceStatus("", provider, "", [], null, 0, DeviceFlags.None, false, why));
        }

        foreach ((UacceDevice device, string? whyNotShared) in devices)
        {
            if (TryReadInfo(device, out string? reason) is not DeviceInfo info)
            {
                list.Add(new DeviceStatus(device.Name, device.Provider, "", [], null, 0, DeviceFlags.None, false, reason));
                continue;
            }

            list.Add(new DeviceStatus(info.Name, info.Provider, info.Api, info.Algorithms, info.AvailableInstances, info.NumaNode,
                info.Flags, info.Isolated == true, WhyUnusable(info) ?? WhyNoDriver(info))
            {
                WhyNoSharedAddresses = whyNotShared,
            });
        }

        return list;
    }

    /// <summary>
    /// The usable devices for an algorithm, nearest node first, then more free queues, then the order of providers and devices.
    /// </summary>
    /// <param name="requests">Class of the requests.</param>
    /// <param name="algorithm">E.g. <c>gzip</c>.</param>
    /// <param name="pinned">Only this device; null for any.</param>
    /// <param name="reason">When there is none: why, device by device.</param>
    internal Candidate[] Select<TRequest, TCompletion>(
        RequestClass<TRequest, TCompletion> requests, string algorithm, string? pinned, out string? reason)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion
    {
        pinned ??= _onlyDevice;
        var usable = new List<Candidate>();
        var reasons = new StringBuilder();
        List<(UacceDevice Device, string? WhyNotShared)> devices = Devices(out List<(string Provider, string Why)> unreachable);
        foreach ((string provider, string unreached) in unreachable)
        {
            reasons.Append(reasons.Length == 0 ? "" : "; ").Append(provider).Append(": ").Append(unreached);
        }

        foreach ((UacceDevice device, _) in devices)
        {
            if (pinned is not null && device.Name != pinned)
            {
                continue;
            }

            DeviceInfo? info = TryReadInfo(device, out string? why);
            IUserDriver? driver = null;
            if (info is not null && (why = WhyUnusable(info)) is null)
            {
                driver = requests.FindDriver(_drivers, info, algorithm, out why);
            }

            if (info is not null && driver is not null)
            {
                usable.Add(new Candidate(device, info, driver));
            }
            else
            {
                reasons.Append(reasons.Length == 0 ? "" : "; ").Append(device.Provider).Append(' ').Append(device.Name).Append(": ").Append(why);
            }
        }

        if (usable.Exists(candidate => !IsFallback(candidate.Info)))
        {
            usable.RemoveAll(candidate => IsFallback(candidate.Info));
        }

        reason = usable.Count > 0 ? null : Explain(algorithm, pinned, reasons);
        if (usable.Count < 2)
        {
            return [.. usable];
        }

        NumaTopology topology = _topology ?? NumaTopology.System;
        int here = topology.CurrentNode;
        return [.. usable   // OrderBy is stable: the order of discovery decides at last
            .OrderBy(candidate => topology.Distance(here, candidate.Info.NumaNode))
            .ThenByDescending(candidate => candidate.Info.AvailableInstances ?? int.MaxValue)];
    }

    private static string Explain(string algorithm, string? pinned, StringBuilder reasons)
    {
        string wanted = pinned is null ? $"no device for {algorithm}" : $"device {pinned} cannot serve {algorithm}";
        return reasons.Length > 0 ? $"{wanted}: {reasons}" : pinned is null ? $"{wanted}: no provider offers a device" : $"{wanted}: there is no such device";
    }

    private static DeviceInfo? TryReadInfo(UacceDevice device, out string? reason)
    {
        try
        {
            reason = null;
            return device.ReadInfo();
        }
        catch (Exception e) when (e is LinuxException or FormatException or OverflowException)
        {
            reason = $"its attributes cannot be read: {e.Message}";   // removed meanwhile, or not what the contract says
            return null;
        }
    }

    private static string? WhyUnusable(DeviceInfo info)
    {
        if (info.Isolated == true)
        {
            return "isolated after too many errors";
        }

        if (info.AvailableInstances is <= 0)
        {
            return "no free queue";
        }

        return (info.Flags & DeviceFlags.NoIommu) != 0 ? "takes bus addresses only (flags bit 1), which this library never hands out" : null;
    }

    private string? WhyNoDriver(DeviceInfo info)
    {
        string? reason = "offers no algorithm";
        foreach (string algorithm in info.Algorithms)
        {
            if (_drivers.Find<IUserDriver>(info, algorithm, out string? why) is not null)
            {
                return null;
            }

            reason = why;
        }

        return reason;
    }

    private List<(UacceDevice Device, string? WhyNotShared)> Devices(out List<(string Provider, string Why)> unreachable)
    {
        var devices = new List<(UacceDevice, string?)>();
        unreachable = [];
        foreach (IUacceProvider provider in _providers)
        {
            try
            {
                IReadOnlyList<UacceDevice> found = provider.ListDevices();
                string? whyNotShared = null;
                if (provider is DaemonProvider daemon)
                {
                    whyNotShared = WhyNotShared(daemon);
                    _wasDaemonThere = _isDaemonThere = true;
                }

                devices.AddRange(found.Select(device => (device, whyNotShared)));
            }
            catch (LinuxException e)
            {
                _isDaemonThere &= provider is not DaemonProvider;
                unreachable.Add((provider.Name, e.Message));   // the others may serve
            }
        }

        return devices;
    }

    private string? WhyNotShared(DaemonProvider daemon)
    {
        string why = daemon.WhyNoSharedAddresses;
        lock (_told)
        {
            if (why != _told.GetValueOrDefault(daemon, ""))
            {
                _told[daemon] = why;
                if (why.Length > 0)
                {
                    LibraryLog.AddressesNotShared(_logger, daemon.Name, why);
                }
            }
        }

        return why.Length > 0 ? why : null;
    }
}
