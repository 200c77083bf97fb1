using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Deflate;

/// <summary>The stream record of the runtime's compression library: zlib's z_stream without the fields the runtime does not use.</summary>
/// <remarks>Not a public contract of the runtime, therefore tried out by <see cref="RuntimeZlib"/> before anything depends on it.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PalZStream
{
    internal byte* NextIn;
    internal byte* NextOut;
    internal byte* Message;
    internal void* InternalState;
    internal uint AvailableIn;
    internal uint AvailableOut;
}
