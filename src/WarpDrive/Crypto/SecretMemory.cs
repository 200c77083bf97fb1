using System.Runtime.InteropServices;

namespace WarpDrive;

/// <summary>Memory outside the managed heap for a key or a state: it is never copied by the collector, and zeroed before it is given back.</summary>
/// <remarks>A request in flight holds a reference (DangerousAddRef), so that disposing its owner waits with the zeroing until devices have let go.</remarks>
internal sealed unsafe class SecretMemory : SafeHandle
{
    private readonly int _length;

    /// <summary>Allocates zeroed memory on a line of its own.</summary>
    /// <param name="length">Bytes, at least 0.</param>
    internal SecretMemory(int length)
        : base(0, ownsHandle: true)
    {
        _length = (Math.Max(length, 1) + 63) & ~63;
        void* memory = NativeMemory.AlignedAlloc((nuint)_length, 64);
        NativeMemory.Clear(memory, (nuint)_length);
        SetHandle((nint)memory);
    }

    /// <summary>Copies a secret.</summary>
    internal SecretMemory(ReadOnlySpan<byte> secret)
        : this(secret.Length) => secret.CopyTo(Span);

    public override bool IsInvalid => handle == 0;

    internal ulong Address => (ulong)handle;

    /// <summary>All of it. The caller holds a reference, or is its only owner.</summary>
    internal Span<byte> Span => new((void*)handle, _length);

    protected override bool ReleaseHandle()
    {
        NativeMemory.Clear((void*)handle, (nuint)_length);
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
