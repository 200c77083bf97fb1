using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Deflate;

/// <summary>Whole streams decoded by ISA-L.</summary>
internal sealed unsafe class IsaDecoder : InflateDecoder
{
    private readonly IsaInflateState* _state;
    private bool _disposed;

    internal IsaDecoder()
        : base(DeflateEngineKind.IsaL) => _state = (IsaInflateState*)IsaLibrary.Allocate(IsaInflateState.AllocationSize);

    ~IsaDecoder() => Dispose(disposing: false);

    private protected override DecodeStatus DecodeCore(
        ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        byte nothing = 0;
        int result;
        IsaLibrary.InflateInit(_state);
        fixed (byte* from = source)
        {
            fixed (byte* to = destination)
            {
                _state->NextIn = from == null ? &nothing : from;
                _state->AvailableIn = (uint)source.Length;
                _state->NextOut = to == null ? &nothing : to;
                _state->AvailableOut = (uint)destination.Length;
                result = IsaLibrary.InflateStateless(_state);
            }
        }

        consumed = source.Length - (int)_state->AvailableIn;
        written = destination.Length - (int)_state->AvailableOut;
        return result switch
        {
            IsaLibrary.Ok => DecodeStatus.Done,
            IsaLibrary.EndOfInput => DecodeStatus.NeedsMoreInput,
            IsaLibrary.OutOverflow => DecodeStatus.OutputTooSmall,
            < 0 => DecodeStatus.BadData,
            _ => DecodeStatus.Failed,
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.AlignedFree(_state);
        }
    }
}
