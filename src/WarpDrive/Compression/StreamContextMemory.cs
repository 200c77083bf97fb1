using System.Runtime.InteropServices;

namespace WarpDrive;

/// <summary>The 64 KiB in which devices keep the state of one stream (hisi-qm-zip.md B7.1), zero when made.</summary>
internal sealed unsafe class StreamContextMemory : SafeHandle
{
    /// <summary>The buffer itself, and the 64 bytes by which devices may run over its end (B7.1).</summary>
    internal const int Size = 0x10000 + 64;

    internal StreamContextMemory()
        : base(0, ownsHandle: true)
    {
        void* memory = NativeMemory.AlignedAlloc(Size, 64);
        NativeMemory.Clear(memory, Size);
        SetHandle((nint)memory);
    }

    public override bool IsInvalid => handle == 0;

    internal ulong Address => (ulong)handle;

    /// <summary>Makes this memory what another is.</summary>
    internal void CopyFrom(StreamContextMemory other) => new ReadOnlySpan<byte>((void*)other.handle, Size).CopyTo(new Span<byte>((void*)handle, Size));

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
