using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>One compressed stream made or read by several requests, each on whatever queue and device is free.</summary>
/// <remarks>
/// One caller at a time. Everything that devices know of the stream is in the context memory and two registers (hisi-qm-zip.md B7).
/// When a device is lost half-way, the context may have been half written: the request is repeated if it is the stream's first, which reads no context,
/// or if there is a snapshot of the context, which is taken where devices belong to a process that can end by itself.
/// </remarks>
internal sealed class StreamSession : IDisposable
{
    /// <summary>Tries of a request that continues a stream.</summary>
    private const int MaxAttempts = 4;

    private readonly CompressionRoutes _routes;
    private readonly CompressionFormat _format;
    private readonly CompressionRequestFlags _treatment;
    private readonly byte _windowCode;
    private readonly StreamContextMemory _memory = new();
    private readonly StreamContextMemory? _snapshot;
    private uint _checksum;
    private uint _length;
    private bool _first = true;

    /// <summary>Begins a stream.</summary>
    /// <param name="routes">Where it may run.</param>
    /// <param name="format">Format.</param>
    /// <param name="windowCode">Window; compression only.</param>
    /// <param name="headerless">True when the caller writes or has read the header.</param>
    internal StreamSession(CompressionRoutes routes, CompressionFormat format, byte windowCode, bool headerless)
    {
        _routes = routes;
        _format = format;
        _windowCode = windowCode;
        _snapshot = routes.Owner.UsesDaemon ? new StreamContextMemory() : null;
        _treatment = CompressionRequestFlags.Stateful | CompressionRequestFlags.Leased | (headerless ? CompressionRequestFlags.Headerless : 0);
    }

    /// <summary>True before the first request of the stream.</summary>
    internal bool AtStart => _first;

    /// <summary>Begins another stream.</summary>
    internal void Reset() => _first = true;

    /// <summary>Runs one request.</summary>
    /// <param name="source">Address of the input, never 0.</param>
    /// <param name="sourceLength">Bytes there, at most the routes' limit.</param>
    /// <param name="destination">Address of the room, never 0.</param>
    /// <param name="destinationLength">Bytes there, at most the routes' limit.</param>
    /// <param name="last">Compression: the stream ends with this input.</param>
    /// <param name="answer">What came back: consumed and produced are in its completion.</param>
    internal RequestStatus Step(ulong source, int sourceLength, ulong destination, int destinationLength, bool last, out CompressionAnswer answer)
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        var request = new CompressionRequest
        {
            Format = _format,
            Flags = _treatment | (_first ? CompressionRequestFlags.First : 0) | (last ? CompressionRequestFlags.Last : 0),
            WindowCode = _windowCode,
            Source = source,
            SourceLength = sourceLength,
            Destination = destination,
            DestinationLength = destinationLength,
            StreamContext = _memory.Address,
            Checksum = _checksum,
            UncompressedLength = _length,
        };
        if (!_first)
        {
            _snapshot?.CopyFrom(_memory);
        }

        RequestStatus status = _routes.Execute(request, Patience.Both, repeatable: _first, out answer);
        for (int attempt = 0; status == RequestStatus.DeviceLost && !_first && _snapshot is not null && attempt < MaxAttempts; attempt++)
        {
            _memory.CopyFrom(_snapshot);
            status = _routes.Execute(request, Patience.Both, repeatable: false, out answer);
        }

        if (status <= RequestStatus.MoreOutput)
        {
            // The counts come from a device: what cannot be true is an error of the device, never an index.
            if ((uint)answer.Completion.Consumed > (uint)sourceLength || (uint)answer.Completion.Produced > (uint)destinationLength)
            {
                return RequestStatus.DeviceError;
            }

            _first = false;
            _checksum = answer.Completion.Checksum;
            _length = answer.Completion.UncompressedLength;
        }

        return status;
    }

    public void Dispose()
    {
        _memory.Dispose();
        _snapshot?.Dispose();
    }
}
