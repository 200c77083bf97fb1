using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Uacce.PublicKey;

/// <summary>A key as sessions keep it: numbers of fixed width, and the layouts that drivers made of them, in native memory that is zeroed when it is dropped.</summary>
/// <remarks>
/// Immutable, thread safe; may be used by any number of queues at once. <see cref="SafeHandle.Dispose()"/> ends it for new requests; the memory goes when
/// the last request in flight has been received. Ordering: a layout is complete before it is published, with a release store, in a new array.
/// </remarks>
public sealed unsafe partial class PublicKeyMaterial : SafeHandle
{
    private const int Alignment = 64;
    private const int Components = (int)KeyComponent.Y + 1;

    private readonly Lock _lock = new();
    private readonly int[] _offsets = new int[Components];   // −1: the key does not hold it
    private readonly int[] _widths = new int[Components];
    private readonly int _length;
    private KeyBlock[] _blocks = [];

    private PublicKeyMaterial(int size, int bits, EllipticCurve? curve, ReadOnlySpan<int> widths)
        : base(0, ownsHandle: true)
    {
        Size = size;
        Bits = bits;
        Curve = curve;
        _offsets.AsSpan().Fill(-1);
        for (int i = 0; i < widths.Length; i++)
        {
            if (widths[i] > 0)
            {
                _offsets[i] = _length;
                _widths[i] = widths[i];
                _length += widths[i];
            }
        }

        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)Math.Max(_length, 1), Alignment));
        new Span<byte>((void*)handle, _length).Clear();
    }

    /// <summary>k: bytes of a number in requests.</summary>
    public int Size { get; }

    /// <summary>Bits of the modulus, or of the curve's field.</summary>
    public int Bits { get; }

    /// <summary>The curve; null for RSA and DH.</summary>
    public EllipticCurve? Curve { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Whether the key holds a number.</summary>
    /// <param name="component">Which.</param>
    public bool Has(KeyComponent component) => _offsets[(int)component] >= 0;

    /// <summary>A number of the key, k bytes wide (half of that for the numbers of RSA primes); empty when it is not there.</summary>
    /// <param name="component">Which.</param>
    /// <remarks>The caller holds a reference (<see cref="TryAddReference"/>), or knows that nobody disposes the key meanwhile.</remarks>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public ReadOnlySpan<byte> Component(KeyComponent component)
    {
        ObjectDisposedException.ThrowIf(IsInvalid, this);
        return Number(component);
    }

    /// <summary>Keeps the memory until <see cref="ReleaseReference"/>; false when the key was disposed.</summary>
    public bool TryAddReference()
    {
        bool added = false;
        try
        {
            DangerousAddRef(ref added);
        }
        catch (ObjectDisposedException)
        {
            // The answer, not an error: somebody disposed it meanwhile.
        }

        return added;
    }

    /// <summary>Gives back what <see cref="TryAddReference"/> took; once for each.</summary>
    public void ReleaseReference() => DangerousRelease();

    /// <summary>The key in a driver's layout, made when first asked for. The caller holds a reference.</summary>
    /// <param name="form">The layout.</param>
    public KeyBlock BlockOf(KeyForm form)
    {
        foreach (KeyBlock block in Volatile.Read(ref _blocks))
        {
            if (ReferenceEquals(block.Form, form))
            {
                return block;
            }
        }

        return Make(form);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        foreach (KeyBlock block in _blocks)
        {
            Drop((nint)block.Address, block.Length);
        }

        _blocks = [];
        Drop(handle, _length);
        handle = 0;
        return true;
    }

    private static void Drop(nint address, int length)
    {
        CryptographicOperations.ZeroMemory(new Span<byte>((void*)address, length));
        NativeMemory.AlignedFree((void*)address);
    }

    private Span<byte> Number(KeyComponent component)
    {
        int offset = _offsets[(int)component];
        return offset < 0 ? [] : new Span<byte>((byte*)handle + offset, _widths[(int)component]);
    }

    private KeyBlock Make(KeyForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        lock (_lock)
        {
            foreach (KeyBlock block in _blocks)
            {
                if (ReferenceEquals(block.Form, form))
                {
                    return block;
                }
            }

            ObjectDisposedException.ThrowIf(IsInvalid, this);
            int length = form.SizeOf(this);
            nint address = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1), Alignment);
            var memory = new Span<byte>((void*)address, length);
            memory.Clear();
            try
            {
                var made = new KeyBlock(form, address, length, form.Write(this, memory));
                Volatile.Write(ref _blocks, [.. _blocks, made]);
                return made;
            }
            catch
            {
                Drop(address, length);
                throw;
            }
        }
    }

    private void Place(KeyComponent component, ReadOnlySpan<byte> number, string name)
    {
        if (Has(component) && !BigEndianNumber.TryPlace(number, Number(component)))
        {
            throw new ArgumentException($"the number has more than {_widths[(int)component]} bytes", name);
        }
    }
}
