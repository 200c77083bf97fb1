using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Leases of the address spaces that a worker met last, so that one that alternates between processes makes none for each request.</summary>
internal sealed class SecLeaseCache : IDisposable
{
    private const int Remembered = 32;

    private readonly SecLeases?[] _known = new SecLeases?[Remembered];
    private SecLeases? _last;
    private uint _next;

    /// <summary>The leases of a space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="mayEvict">Whether another space's leases may be given up for it.</param>
    /// <returns>Null when something that may be held would have to be given up.</returns>
    internal SecLeases? For(AddressSpace space, bool mayEvict)
    {
        SecLeases? last = _last;
        if (last is not null && ReferenceEquals(last.Space, space))
        {
            return last;
        }

        int free = -1;
        for (int i = 0; i < Remembered; i++)
        {
            SecLeases? known = _known[i];
            if (known is not null && ReferenceEquals(known.Space, space))
            {
                return _last = known;
            }

            free = known is null ? i : free;
        }

        if (free < 0)
        {
            if (!mayEvict)
            {
                return null;
            }

            free = (int)(_next++ % Remembered);
            _known[free]!.Dispose();
        }

        return _last = _known[free] = new SecLeases(space);
    }

    /// <summary>Gives back everything that is held.</summary>
    internal void Release()
    {
        foreach (SecLeases? known in _known)
        {
            if (known is not null && (known.Data.Count > 0 || known.IsExpecting))
            {
                known.Data.Release();
                known.IsExpecting = false;
            }
        }
    }

    /// <summary>Forgets spaces that ended. Nothing may be held.</summary>
    internal void ForgetGone()
    {
        for (int i = 0; i < Remembered; i++)
        {
            if (_known[i] is { Space.IsGone: true } gone)
            {
                gone.Dispose();
                _known[i] = null;
                _last = null;
            }
        }
    }

    public void Dispose()
    {
        foreach (SecLeases? known in _known)
        {
            known?.Dispose();
        }

        Array.Clear(_known);
        _last = null;
    }
}
