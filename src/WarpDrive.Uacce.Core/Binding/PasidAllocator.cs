using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Numbers of address spaces: the lowest free one from 1.</summary>
/// <remarks>Not thread safe.</remarks>
internal sealed class PasidAllocator
{
    /// <summary>Largest number of the 20 bits that the bus has for it.</summary>
    internal const uint Largest = (1 << 20) - 1;

    private readonly uint _largest;
    private readonly PriorityQueue<uint, uint> _returned = new();
    private uint _next = 1;

    /// <summary>Creates an allocator with all numbers free.</summary>
    /// <param name="largest">Largest number given out.</param>
    internal PasidAllocator(uint largest = Largest) => _largest = largest;

    /// <summary>Takes the lowest free number.</summary>
    /// <exception cref="LinuxException">ENOSPC: all are in use.</exception>
    internal uint Take()
    {
        if (_returned.TryDequeue(out uint pasid, out _))
        {
            return pasid;
        }

        if (_next > _largest)
        {
            LinuxException.Throw("bind", Errno.ENOSPC, $"all {_largest} PASIDs are in use");
        }

        return _next++;
    }

    /// <summary>Gives a number back.</summary>
    /// <param name="pasid">A number that was taken.</param>
    internal void Return(uint pasid) => _returned.Enqueue(pasid, pasid);
}
