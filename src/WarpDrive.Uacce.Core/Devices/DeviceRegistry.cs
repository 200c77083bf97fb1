using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>The core: gives ids and names to device models, and takes them away again (uacce.md §2).</summary>
/// <remarks>Thread safe. Events are raised on the thread that adds or removes.</remarks>
public sealed class DeviceRegistry : IDisposable
{
    /// <summary>Longest interface name, bytes of UTF-8.</summary>
    public const int MaxInterfaceName = 63;

    private readonly Lock _lock = new();
    private readonly List<RegisteredDevice> _devices = [];   // in the order of their ids
    private bool _disposed;
    private KickBell? _bell;

    /// <summary>Creates an empty registry.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="logger">Where it reports.</param>
    public DeviceRegistry(CoreOptions? options = null, ILogger<DeviceRegistry>? logger = null)
    {
        Options = options ?? new CoreOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.DrainTimeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Options.LowestWorkerNice, 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.LowestWorkerNice, Libc.LowestNice, nameof(options));
        Logger = logger ?? NullLogger<DeviceRegistry>.Instance;
        AddressSpaces = new AddressSpaceTable(Options.LargestPasid);
    }

    /// <summary>A device can be opened from now on.</summary>
    public event EventHandler<RegisteredDevice>? DeviceAdded;

    /// <summary>A device is gone.</summary>
    public event EventHandler<RegisteredDevice>? DeviceRemoved;

    /// <summary>Registered devices in the order of their ids.</summary>
    public IReadOnlyList<RegisteredDevice> Devices
    {
        get
        {
            lock (_lock)
            {
                return _devices.FindAll(d => d.IsRegistered);
            }
        }
    }

    /// <summary>Address spaces that have queues, each with its PASID.</summary>
    public int BoundAddressSpaces => AddressSpaces.Count;

    internal CoreOptions Options { get; }

    internal ILogger Logger { get; }

    internal AddressSpaceTable AddressSpaces { get; }

    internal SharedDomain Domain { get; } = new();

    /// <summary>Reservations of clients in other processes.</summary>
    internal SharedDomains Domains { get; } = new();

    /// <summary>Hears kicks; started for the first channel.</summary>
    internal KickBell Bell
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return _bell ??= new KickBell(Logger);
            }
        }
    }

    /// <summary>Takes a device model in: negotiates flags, gives it the lowest free id and its name. It cannot be opened yet.</summary>
    /// <param name="model">The model; its profile is read once.</param>
    /// <exception cref="ArgumentException">The profile makes no sense.</exception>
    public RegisteredDevice Alloc(SoftwareDevice model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(model.Profile);
        DeviceFlags flags = model.Profile.Flags;
        bool takeBack = Options.WithoutSva && flags.HasFlag(DeviceFlags.Sva);
        if (takeBack)
        {
            flags &= ~DeviceFlags.Sva;
        }

        RegisteredDevice device;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int id = 0;
            while (id < _devices.Count && _devices[id].Id == id)   // sorted: the first gap is the lowest free id
            {
                id++;
            }

            device = new RegisteredDevice(this, model, (uint)id, flags);
            _devices.Insert(id, device);
        }

        if (takeBack)
        {
            CoreLog.SvaTakenBack(Logger, device.Name);
        }

        return device;
    }

    /// <summary>Opens a device for use.</summary>
    /// <param name="device">From <see cref="Alloc"/> of this registry.</param>
    /// <exception cref="LinuxException">ENODEV: null, of another registry, or removed. EBUSY: registered already.</exception>
    public void Register(RegisteredDevice? device)
    {
        if (device is null || !Owns(device))
        {
            throw new LinuxException("register", Errno.ENODEV, device?.Name ?? "no device");
        }

        if (!device.TryRegister())
        {
            LinuxException.Throw("register", Errno.EBUSY, $"{device.Name} is registered already");
        }

        CoreLog.Registered(Logger, device.Name, device.Api, device.Flags, device.Profile.Instances);
        DeviceAdded?.Invoke(this, device);
    }

    /// <summary><see cref="Alloc"/> and <see cref="Register"/>.</summary>
    /// <param name="model">The model.</param>
    public RegisteredDevice Add(SoftwareDevice model)
    {
        RegisteredDevice device = Alloc(model);
        Register(device);
        return device;
    }

    /// <summary>Takes a device out, also one that was never registered, also with queues open (uacce.md §8.3). Null or one removed before: no effect.</summary>
    /// <param name="device">The device.</param>
    public void Remove(RegisteredDevice? device)
    {
        if (device is null || !Owns(device))
        {
            return;
        }

        bool wasRegistered = device.IsRegistered;
        int queues = device.Remove();
        lock (_lock)
        {
            if (!_devices.Remove(device))
            {
                return;   // somebody else removed it at the same time
            }
        }

        if (wasRegistered)
        {
            CoreLog.Removed(Logger, device.Name, queues);
            DeviceRemoved?.Invoke(this, device);
        }
    }

    /// <summary>An address space has ended: all its queues stop and become ZOMBIE, and only then its PASID is free again (uacce.md §7.2).</summary>
    /// <param name="source">Whose memory it was.</param>
    public void EndAddressSpace(AddressSpaceSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        AddressSpace? space = AddressSpaces.End(source);
        if (space is null)
        {
            return;
        }

        uint pasid = space.Pasid;
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        int count = 0;
        RegisteredDevice[] devices;
        lock (_lock)
        {
            devices = [.. _devices];
        }

        foreach (CoreQueue queue in devices.SelectMany(d => d.Snapshot()).Where(q => ReferenceEquals(q.AddressSpace, space)))
        {
            queue.Kill(start, drain: false);   // its memory is gone: nothing could be completed
            count++;
        }

        CoreLog.AddressSpaceEnded(Logger, pasid, count);
    }

    /// <summary>Removes all devices.</summary>
    public void Dispose()
    {
        RegisteredDevice[] devices;
        lock (_lock)
        {
            _disposed = true;
            devices = [.. _devices];
        }

        foreach (RegisteredDevice device in devices)
        {
            Remove(device);
        }

        _bell?.Dispose();
    }

    private static void Check(DeviceProfile profile)
    {
        string name = profile.InterfaceName;
        if (Encoding.UTF8.GetByteCount(name) is 0 or > MaxInterfaceName || name.AsSpan().IndexOfAny('/', '\0', '\n') >= 0 || name[0] == '.')
        {
            throw new ArgumentException($"interface name '{name}' is not 1…{MaxInterfaceName} bytes that can name a file");
        }

        if (profile.Instances is < 1 or > 65536 || profile.SqDepth is < 2 or > 65536 || profile.CqDepth is < 2 or > 65536)
        {
            throw new ArgumentException($"{name}: instances must be 1…65536, ring depths 2…65536");
        }

        if (profile.MmioSize < 0 || profile.DusSize < 0 || (profile.MmioSize | profile.DusSize) % Libc.PageSize != 0)
        {
            throw new ArgumentException($"{name}: region sizes must be multiples of the page size {Libc.PageSize}");
        }
    }

    private bool Owns(RegisteredDevice device)
    {
        lock (_lock)
        {
            return _devices.Contains(device);
        }
    }
}
