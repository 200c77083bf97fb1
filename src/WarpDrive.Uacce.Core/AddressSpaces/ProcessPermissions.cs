namespace WarpDrive.Uacce.Core;

/// <summary>What the leases of one worker know of the permissions in a process, and what of it is yet to be asked.</summary>
/// <remarks>
/// <para>One worker's. What is written is permitted as seen after the last acquisition, never before. What is read is permitted as seen after the first
/// acquisition of what is held: who acquires for several requests before giving anything back had taken all of them before.</para>
/// <para>Asking costs a system call for each mapping, so leases that serve one request together ask once for both: they read first, and ask about the
/// source when they ask about the destination, before anything is written.</para>
/// </remarks>
/// <param name="owner">The space.</param>
/// <param name="view">Its mappings.</param>
/// <param name="asksLater">Whether <see cref="TryAskRead"/> may put a short range off.</param>
internal sealed class ProcessPermissions(ProcessAddressSpace owner, MappingView view, bool asksLater)
{
    private const int MostUnasked = 16;

    /// <summary>Longer ranges are asked about before they are read: that is where a hole is worth finding early, and nothing is gained by putting it off.</summary>
    private const int LongestUnasked = 256 << 10;

    private readonly MemoryRange[] _unasked = new MemoryRange[MostUnasked];
    private int _count;
    private bool _seenBehindAcquisitions;

    /// <summary>The mappings.</summary>
    internal MappingView View => view;

    /// <summary>Ranges that were read and not asked about.</summary>
    internal int Unasked => _count;

    /// <summary>Memory is acquired.</summary>
    /// <param name="isFirst">The lease holds nothing.</param>
    internal void Begin(bool isFirst)
    {
        if (isFirst || asksLater)   // leases that are together do not know what the others hold
        {
            view.Begin();
        }

        _seenBehindAcquisitions = false;
    }

    /// <summary>Whether a range may be read, or may be read until <see cref="TryConfirm"/> says no.</summary>
    /// <param name="range">A range that is to be read.</param>
    /// <param name="faultAddress">When refused: where.</param>
    internal bool TryAskRead(in MemoryRange range, out ulong faultAddress)
    {
        if (!asksLater || range.Access != MemoryAccess.Read || range.Length > LongestUnasked)
        {
            return TryAsk(range, out faultAddress);
        }

        faultAddress = 0;
        if (_count == MostUnasked && !TryConfirm(out faultAddress))
        {
            return false;
        }

        _unasked[_count++] = range;
        return true;
    }

    /// <summary>Whether a range may be written now, and all that was read may be read.</summary>
    /// <param name="range">What is about to be written.</param>
    /// <param name="faultAddress">When refused: where.</param>
    internal bool TryAskWrite(in MemoryRange range, out ulong faultAddress)
    {
        if (!_seenBehindAcquisitions)
        {
            view.Begin();
            _seenBehindAcquisitions = true;
        }

        return TryConfirmSeen(out faultAddress) && TryAsk(range, out faultAddress);
    }

    /// <summary>Asks about what was put off. Nothing is left to be asked, whatever the answer.</summary>
    /// <param name="faultAddress">When refused: where.</param>
    internal bool TryConfirm(out ulong faultAddress)
    {
        faultAddress = 0;
        if (_count == 0)
        {
            return true;
        }

        view.Begin();
        return TryConfirmSeen(out faultAddress);
    }

    /// <summary>Ranges put off since a mark are not held after all.</summary>
    /// <param name="count">What <see cref="Unasked"/> was.</param>
    internal void BackTo(int count) => _count = Math.Min(_count, count);

    private bool TryConfirmSeen(out ulong faultAddress)
    {
        faultAddress = 0;
        bool may = true;
        for (int i = 0; i < _count && may; i++)
        {
            may = TryAsk(_unasked[i], out faultAddress);
        }

        _count = 0;
        return may;
    }

    private bool TryAsk(in MemoryRange range, out ulong faultAddress)
    {
        if (MappingCheck.IsPermitted(range, view, out faultAddress))
        {
            return true;
        }

        if (view.HasEnded)
        {
            owner.Revoke();
        }

        return false;
    }
}
