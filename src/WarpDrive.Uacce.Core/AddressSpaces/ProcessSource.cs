using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>The memory of another process, which opened /proc/self/mem and /proc/self/maps itself and handed the descriptors over.</summary>
/// <remarks>
/// The kernel binds both files to the address space (mm) that they were opened in, not to a pid, and checks who may open them at the open. Therefore:
/// after exec they transfer nothing, in either direction, whatever the new image is; a recycled pid is never looked at, because no pid is; and no
/// capability, ptrace permission or setting of Yama is needed here. When a sibling that shares the memory (CLONE_VM) outlives the exec, they still
/// mean the old memory, which is what the queues were opened for.
/// </remarks>
public sealed class ProcessSource : AddressSpaceSource, IDisposable
{
    private readonly SafeFileHandle _memory;
    private readonly SafeFileHandle _maps;

    /// <summary>Checks the descriptors before anything is read from them.</summary>
    /// <param name="memory">/proc/PID/mem, open for reading and writing. Owned by this object when the constructor returns.</param>
    /// <param name="maps">/proc/PID/maps, open for reading. Owned by this object when the constructor returns.</param>
    /// <param name="identity">Whose memory.</param>
    /// <exception cref="LinuxException">EINVAL: a descriptor is something else. ESRCH: the address space has ended.</exception>
    public ProcessSource(SafeFileHandle memory, SafeFileHandle maps, ProcessIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(maps);
        ProcessDescriptors.Check(memory, maps);
        _memory = memory;
        _maps = maps;
        Identity = identity;
    }

    /// <inheritdoc/>
    public override object Identity { get; }

    /// <summary>Memory that the process shares with this one: used where it is, not staged. Set before the first queue is opened.</summary>
    internal SharedDomain? Reservations { get; set; }

    /// <summary>What its user's memory is counted by; null: it is not. Set before the first queue is opened.</summary>
    internal MemoryBudget? Budget { get; set; }

    /// <inheritdoc/>
    public override AddressSpace Create(uint pasid) => Create(pasid, parse: false);

    internal ProcessAddressSpace Create(uint pasid, bool parse) => new(pasid, _memory, _maps, Reservations, parse) { Budget = Budget };

    /// <summary>Closes the descriptors once no address space made from them needs them.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _maps.Dispose();
    }
}
