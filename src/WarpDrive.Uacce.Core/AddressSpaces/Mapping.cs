namespace WarpDrive.Uacce.Core;

/// <summary>A mapping of a process as it was when it was asked for.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">First address behind it.</param>
/// <param name="CanRead">PROT_READ.</param>
/// <param name="CanWrite">PROT_WRITE.</param>
/// <param name="HasFile">Backed by a file, which may end before the mapping does.</param>
internal readonly record struct Mapping(ulong Start, ulong End, bool CanRead, bool CanWrite, bool HasFile)
{
    /// <summary>Whether an address lies in it.</summary>
    /// <param name="address">Any address.</param>
    public bool Covers(ulong address) => address - Start < End - Start;

    /// <summary>Whether it permits an access.</summary>
    /// <param name="access">What for.</param>
    public bool Permits(MemoryAccess access) => access switch
    {
        MemoryAccess.Read => CanRead,
        MemoryAccess.Write => CanWrite,
        _ => CanRead && CanWrite,
    };
}
