using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Tests.Inflate;

/// <summary>The runtime's own decoder by its native entry points, which tell what happened more exactly than a stream does.</summary>
public sealed unsafe class RuntimeInflate : IDisposable
{
    public const int Ok = 0;
    public const int StreamEnd = 1;
    public const int DataError = -3;
    public const int BufferError = -5;

    private const string Library = "libSystem.IO.Compression.Native";

    // Field order of PAL_ZStream.
    [StructLayout(LayoutKind.Sequential)]
    private struct ZStream
    {
        public byte* NextIn;
        public byte* NextOut;
        public byte* Message;
        public void* State;
        public uint AvailableIn;
        public uint AvailableOut;
    }

    private readonly ZStream* _stream;

    public RuntimeInflate()
    {
        _stream = (ZStream*)NativeMemory.AllocZeroed((nuint)sizeof(ZStream));
        Assert.Equal(Ok, CompressionNative_InflateInit2_(_stream, -15));
    }

    /// <summary>Decodes a raw stream from its start.</summary>
    public int Inflate(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int produced)
    {
        fixed (byte* input = source, output = destination)
        {
            Assert.Equal(Ok, CompressionNative_InflateReset2_(_stream, -15));
            byte none = 0;
            _stream->NextIn = input == null ? &none : input;
            _stream->AvailableIn = (uint)source.Length;
            _stream->NextOut = output;
            _stream->AvailableOut = (uint)destination.Length;
            int result = CompressionNative_Inflate(_stream, 0);
            consumed = source.Length - (int)_stream->AvailableIn;
            produced = destination.Length - (int)_stream->AvailableOut;
            return result;
        }
    }

    public void Dispose()
    {
        _ = CompressionNative_InflateEnd(_stream);
        NativeMemory.Free(_stream);
    }

    [DllImport(Library)]
    private static extern int CompressionNative_InflateInit2_(ZStream* stream, int windowBits);

    [DllImport(Library)]
    private static extern int CompressionNative_InflateReset2_(ZStream* stream, int windowBits);

    [DllImport(Library)]
    private static extern int CompressionNative_Inflate(ZStream* stream, int flush);

    [DllImport(Library)]
    private static extern int CompressionNative_InflateEnd(ZStream* stream);
}
