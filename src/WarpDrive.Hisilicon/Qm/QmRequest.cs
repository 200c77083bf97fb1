using System.Runtime.CompilerServices;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>One descriptor that a device has taken: a copy to read and to write results into, and where it came from.</summary>
/// <remarks>Valid during <see cref="QmDevice.Execute"/> only. The copy goes back into the slot, from <see cref="QmDevice.ResultOffset"/> on; what is not touched is echoed.</remarks>
public unsafe struct QmRequest
{
    internal QmDeviceQueue Source;
    internal byte* Copy;
    internal uint Slot;
    internal QmRemarks Remarks;

    /// <summary>The queue it came by.</summary>
    public readonly QmDeviceQueue Queue => Source;

    /// <summary>The memory its addresses mean.</summary>
    public readonly AddressSpace AddressSpace => Source.AddressSpace;

    /// <summary>The device's private copy of the descriptor: the client cannot change it any more.</summary>
    /// <typeparam name="TSqe">The descriptor's structure, no larger than the device's descriptors.</typeparam>
    /// <exception cref="ArgumentException">It is larger.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref TSqe Descriptor<TSqe>()
        where TSqe : unmanaged
    {
        if (sizeof(TSqe) > Source.SqeSize)
        {
            ThrowSize(sizeof(TSqe));
        }

        return ref Unsafe.AsRef<TSqe>(Copy);
    }

    /// <summary>
    /// Whether the submitter says that it keeps all addresses valid (<see cref="SlotNote.Leased"/>); takes the flag back. Ask once for each request.
    /// A claim, not a fact: pass it to <see cref="AddressSpace.TryAcquire"/>, which knows whom to believe.
    /// </summary>
    public readonly bool TakeLeased() => Source.TakeLeased(Slot);

    /// <summary>Remarks for the slot's note: written when the client asked for notes, or when there is something to explain.</summary>
    /// <param name="engine">Device-specific number of the path that did the work.</param>
    /// <param name="reason">Device-specific detail of a failure; 0 none.</param>
    /// <param name="faultAddress">First address that could not be used; 0 none.</param>
    public void Remark(ushort engine, ushort reason = 0, ulong faultAddress = 0)
    {
        Remarks.Engine = engine;
        Remarks.Reason = reason;
        Remarks.FaultAddress = faultAddress;
    }

    /// <summary>Remarks for the note of a request that was served: never a reason to write a note that the client did not ask for.</summary>
    /// <param name="engine">Device-specific number of the path that did the work.</param>
    /// <param name="lanes">How many requests ran together in SIMD lanes, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RemarkServed(ushort engine, ushort lanes)
    {
        Remarks.Engine = engine;
        Remarks.Lanes = lanes;
    }

    /// <summary>Counts the data of a request that was accepted.</summary>
    /// <param name="bytesIn">Bytes taken in, not negative.</param>
    /// <param name="bytesOut">Bytes produced, not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void CountBytes(long bytesIn, long bytesOut) => Source.CountBytes(bytesIn, bytesOut);

    /// <summary>This request never completes, and its queue dies after what came before it (A8: TX word, then RX word).</summary>
    public void FailQueue() => Remarks.IsFatal = true;

    private readonly void ThrowSize(int size) =>
        throw new ArgumentException($"a structure of {size} bytes for descriptors of {Source.SqeSize}");
}
