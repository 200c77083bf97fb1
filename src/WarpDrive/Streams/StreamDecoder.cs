using WarpDrive.Engines.Headers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>Decodes a whole file of one format from pieces of any size: header, body, and for gzip further members and what follows them.</summary>
/// <remarks>
/// One caller at a time. After a gzip member another may follow; zero bytes after the last are padding, anything else is trailing garbage, which
/// is not an error (RFC 1952 §2.2 knows members only; this is what gzip itself does).
/// </remarks>
internal sealed class StreamDecoder : IDisposable
{
    private readonly CompressionRoutes _routes;
    private readonly CompressionFormat _format;
    private readonly long _maxOutput;
    private readonly bool _looksBehind;
    private readonly StreamSession _session;
    private GzipHeaderParser _gzip;
    private ZlibHeaderParser _zlib;
    private Phase _phase;
    private HeaderStatus _headerStatus;
    private CompressionAnswer _answer;
    private bool _moreOutput;

    /// <summary>Creates a decoder.</summary>
    /// <param name="routes">Where it runs.</param>
    /// <param name="format">What to read.</param>
    /// <param name="maxOutput">Most bytes to produce.</param>
    /// <param name="looksBehind">Whether what follows a zlib or deflate stream is looked at, to the end of the input; gzip always does.</param>
    internal StreamDecoder(CompressionRoutes routes, CompressionFormat format, long maxOutput, bool looksBehind = false)
    {
        _looksBehind = looksBehind;
        _routes = routes;
        _format = format;
        _maxOutput = maxOutput;
        _session = new StreamSession(routes, format, 0, headerless: true);
        _phase = format == CompressionFormat.Deflate ? Phase.Body : Phase.Header;
    }

    private enum Phase
    {
        Header,
        Body,
        Between,
        Padding,
        Garbage,
        End,
    }

    /// <summary>Complete gzip members, or streams, so far.</summary>
    internal int Members { get; private set; }

    /// <summary>Bytes produced so far.</summary>
    internal long Written { get; private set; }

    /// <summary>True when something that is neither a member nor padding follows.</summary>
    internal bool TrailingGarbage => _phase == Phase.Garbage;

    /// <summary>True when the whole stream was read; what follows a zlib or deflate stream is looked at only when asked for.</summary>
    internal bool AtEnd => _phase is Phase.End or Phase.Garbage;

    internal Receipt Receipt => _answer.Receipt;

    /// <summary>Decodes as much as it can.</summary>
    /// <param name="input">The next input, with what the previous call left.</param>
    /// <param name="output">Room, not empty.</param>
    /// <param name="endOfInput">True when nothing follows <paramref name="input"/>.</param>
    /// <param name="consumed">Bytes used.</param>
    /// <param name="written">Bytes produced.</param>
    /// <returns>
    /// Ok: call again, with more input unless something was consumed or produced. StreamEnd: done. Anything else is an error, which
    /// <see cref="Failure"/> puts into words.
    /// </returns>
    internal RequestStatus Decode(ReadOnlySpan<byte> input, Span<byte> output, bool endOfInput, out int consumed, out int written)
    {
        consumed = 0;
        written = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = input[consumed..];
            switch (_phase)
            {
                case Phase.Header:
                    consumed += ParseHeader(rest);
                    if (_headerStatus == HeaderStatus.NeedsInput)
                    {
                        return endOfInput ? RequestStatus.Truncated : RequestStatus.Ok;
                    }

                    if (_headerStatus != HeaderStatus.Ok)
                    {
                        return RequestStatus.BadHeader;
                    }

                    _session.Reset();
                    _phase = Phase.Body;
                    break;
                case Phase.Body:
                    RequestStatus status = Body(rest, output, endOfInput, out int used, out written);
                    consumed += used;
                    if (_phase == Phase.Body || written > 0)
                    {
                        return status;
                    }

                    break;
                case Phase.Between:
                    if (!TryBetween(rest, endOfInput))
                    {
                        return RequestStatus.Ok;
                    }

                    break;
                case Phase.Padding:
                    int zeros = rest.IndexOfAnyExcept((byte)0);
                    consumed += zeros < 0 ? rest.Length : zeros;
                    if (zeros < 0 && !endOfInput)
                    {
                        return RequestStatus.Ok;
                    }

                    _phase = zeros < 0 ? Phase.End : Phase.Garbage;
                    break;
                default:
                    return RequestStatus.StreamEnd;
            }
        }
    }

    internal Exception Failure(RequestStatus status)
    {
        if (status == RequestStatus.BadHeader && _headerStatus.IsError())
        {
            return new CompressionException(status, $"bad {_format.AlgorithmName()} header: {_headerStatus.Describe()}");
        }

        return Failures.Create(status, _routes, _answer);
    }

    public void Dispose() => _session.Dispose();

    private int ParseHeader(ReadOnlySpan<byte> input)
    {
        int consumed;
        _headerStatus = _format == CompressionFormat.Gzip ? _gzip.Parse(input, out consumed) : _zlib.Parse(input, out consumed);
        return consumed;
    }

    /// <summary>Decides what follows a gzip member; false when more input is needed for that.</summary>
    private bool TryBetween(ReadOnlySpan<byte> rest, bool endOfInput)
    {
        if (rest.Length < 2 && !endOfInput)
        {
            return false;
        }

        // gzip wants two bytes to judge by: one that is not padding is a header cut off, and an error, not garbage.
        if (rest.StartsWith(Formats.GzipHeader[..2]) || (rest.Length == 1 && rest[0] != 0))
        {
            _gzip = default;
            _phase = Phase.Header;
        }
        else
        {
            _phase = Phase.Padding;
        }

        return true;
    }

    private unsafe RequestStatus Body(ReadOnlySpan<byte> input, Span<byte> output, bool endOfInput, out int consumed, out int written)
    {
        byte nothing = 0;
        int limit = _routes.RequestLimit;
        int offered = Math.Min(input.Length, limit);
        consumed = 0;
        written = 0;
        if (offered == 0 && !_moreOutput)
        {
            return endOfInput ? RequestStatus.Truncated : RequestStatus.Ok;   // nothing to ask the device for
        }

        RequestStatus status;
        fixed (byte* pinned = input)
        fixed (byte* to = output)
        {
            byte* from = pinned is null ? &nothing : pinned;
            status = _session.Step((ulong)from, offered, (ulong)to, Math.Min(output.Length, limit), last: false, out _answer);
        }

        if (status > RequestStatus.MoreOutput)
        {
            return status;
        }

        consumed = _answer.Completion.Consumed;
        written = _answer.Completion.Produced;
        Written += written;
        _moreOutput = status == RequestStatus.MoreOutput || written == output.Length;
        if (Written > _maxOutput)
        {
            return RequestStatus.OutputLimit;
        }

        if (status == RequestStatus.StreamEnd)
        {
            Members++;
            _moreOutput = false;
            _phase = _format == CompressionFormat.Gzip ? Phase.Between : _looksBehind ? Phase.Padding : Phase.End;
            return RequestStatus.Ok;
        }

        return consumed == 0 && written == 0 && (endOfInput || offered > 0) ? RequestStatus.Truncated : RequestStatus.Ok;
    }
}
