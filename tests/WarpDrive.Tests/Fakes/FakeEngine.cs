using System.Buffers.Binary;
using WarpDrive.Engines.Checksums;
using WarpDrive.Engines.Deflate;
using WarpDrive.Engines.Headers;
using WarpDrive.Engines.Inflate;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests.Fakes;

/// <summary>Executes vendor-neutral requests, whatever queue they come from; what a device promises, and nothing of how one does it.</summary>
internal sealed unsafe class FakeEngine
{
    private readonly Dictionary<ulong, Stream> _streams = [];
    private readonly Stream _single = new();
    private readonly Lock _lock = new();

    public CompressionCompletion Execute(in CompressionRequest request, CompressionDirection direction)
    {
        ReadOnlySpan<byte> source = request.SourceList is null
            ? new ReadOnlySpan<byte>((void*)request.Source, request.SourceLength)
            : Gather(request.SourceList);
        var destination = new Span<byte>((void*)request.Destination, request.DestinationLength);
        lock (_lock)
        {
            Stream stream = _single;
            if ((request.Flags & CompressionRequestFlags.Stateful) != 0 && !_streams.TryGetValue(request.StreamContext, out stream!))
            {
                stream = _streams[request.StreamContext] = new Stream();
            }

            bool stateful = (request.Flags & CompressionRequestFlags.Stateful) != 0;
            if (!stateful || (request.Flags & CompressionRequestFlags.First) != 0)
            {
                stream.Begin(request.Format, headerless: (request.Flags & CompressionRequestFlags.Headerless) != 0);
            }

            RequestStatus status = direction == CompressionDirection.Compress
                ? stream.Compress(source, destination, !stateful || (request.Flags & CompressionRequestFlags.Last) != 0, out int used, out int made)
                : stream.Decompress(source, destination, out used, out made);
            if (!stateful)
            {
                status = status switch
                {
                    RequestStatus.StreamEnd => RequestStatus.Ok,
                    RequestStatus.MoreOutput => RequestStatus.OutputTooSmall,
                    RequestStatus.Ok when direction == CompressionDirection.Decompress =>
                        made == destination.Length ? RequestStatus.OutputTooSmall : RequestStatus.Truncated,
                    _ => status,
                };
            }

            return new CompressionCompletion
            {
                Tag = request.Tag,
                Status = status,
                Consumed = used,
                Produced = made,
                Engine = 7,
                TakenAt = System.Diagnostics.Stopwatch.GetTimestamp(),
                ServedNanoseconds = 100,
                BatchSize = 1,
            };
        }
    }

    /// <summary>Requests whose source was a list.</summary>
    public int Scattered { get; private set; }

    private byte[] Gather(ScatterSegment[] list)
    {
        Scattered++;
        return [.. list.SelectMany(piece => new ReadOnlySpan<byte>((void*)piece.Address, piece.Length).ToArray())];
    }

    private sealed class Stream
    {
        private readonly DeflateStreamEncoder _encoder = DeflateEngines.CreateStreamEncoder(DeflateEngineKind.Runtime, 1);
        private readonly Inflater _inflater = new();
        private readonly byte[] _window = new byte[Inflater.WindowSize];
        private readonly byte[] _pending = new byte[32];
        private readonly byte[] _trailer = new byte[8];
        private CompressionFormat _format;
        private GzipHeaderParser _gzip;
        private ZlibHeaderParser _zlib;
        private bool _header;
        private bool _body;
        private int _windowLength;
        private int _pendingLength;
        private int _trailerLength;
        private uint _checksum;
        private uint _length;

        public void Begin(CompressionFormat format, bool headerless)
        {
            _format = format;
            _encoder.Reset([]);
            _inflater.Reset();
            _gzip = default;
            _zlib = default;
            _header = !headerless && format != CompressionFormat.Deflate;
            _body = true;
            _windowLength = 0;
            _pendingLength = 0;
            _trailerLength = 0;
            _checksum = format == CompressionFormat.Zlib ? Adler32.Initial : Crc32.Initial;
            _length = 0;
        }

        public RequestStatus Compress(ReadOnlySpan<byte> source, Span<byte> destination, bool last, out int used, out int made)
        {
            used = 0;
            made = 0;
            if (_header)
            {
                ReadOnlySpan<byte> header = _format == CompressionFormat.Gzip ? [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] : [0x78, 0x9c];
                if (destination.Length < header.Length)
                {
                    return RequestStatus.OutputTooSmall;
                }

                header.CopyTo(destination);
                made = header.Length;
                _header = false;
            }

            if (_body)
            {
                StreamEncodeStatus status = _encoder.Write(
                    source, destination[made..], last ? DeflateFlush.Finish : DeflateFlush.Sync, out used, out int written);
                Update(source[..used]);
                made += written;
                if (status != StreamEncodeStatus.Done)
                {
                    return RequestStatus.MoreOutput;
                }

                if (!last)
                {
                    return RequestStatus.Ok;
                }

                _body = false;
                _pendingLength = Trailer(_pending);
            }

            int count = Math.Min(_pendingLength, destination.Length - made);
            _pending.AsSpan(0, count).CopyTo(destination[made..]);
            _pending.AsSpan(count).CopyTo(_pending);
            _pendingLength -= count;
            made += count;
            return _pendingLength > 0 ? RequestStatus.MoreOutput : RequestStatus.StreamEnd;
        }

        public RequestStatus Decompress(ReadOnlySpan<byte> source, Span<byte> destination, out int used, out int made)
        {
            used = 0;
            made = 0;
            if (_header)
            {
                HeaderStatus header = _format == CompressionFormat.Gzip ? _gzip.Parse(source, out used) : _zlib.Parse(source, out used);
                if (header != HeaderStatus.Ok)
                {
                    return header == HeaderStatus.NeedsInput ? RequestStatus.Ok : RequestStatus.BadHeader;
                }

                _header = false;
            }

            if (_body)
            {
                InflateStatus status = _inflater.Inflate(_window.AsSpan(0, _windowLength), source[used..], destination, out int taken, out made);
                used += taken;
                Remember(destination[..made]);
                Update(destination[..made]);
                if (status is InflateStatus.NeedsInput or InflateStatus.NeedsOutput)
                {
                    return status == InflateStatus.NeedsInput ? RequestStatus.Ok : RequestStatus.MoreOutput;
                }

                if (status != InflateStatus.Finished)
                {
                    return RequestStatus.BadData;
                }

                _body = false;
            }

            int wanted = _format switch { CompressionFormat.Gzip => 8, CompressionFormat.Zlib => 4, _ => 0 };
            int count = Math.Min(wanted - _trailerLength, source.Length - used);
            source.Slice(used, count).CopyTo(_trailer.AsSpan(_trailerLength));
            _trailerLength += count;
            used += count;
            if (_trailerLength < wanted)
            {
                return RequestStatus.Ok;
            }

            Span<byte> expected = stackalloc byte[8];
            Trailer(expected);
            return _trailer.AsSpan(0, wanted).SequenceEqual(expected[..wanted]) ? RequestStatus.StreamEnd : RequestStatus.ChecksumMismatch;
        }

        private int Trailer(Span<byte> room)
        {
            switch (_format)
            {
                case CompressionFormat.Gzip:
                    BinaryPrimitives.WriteUInt32LittleEndian(room, _checksum);
                    BinaryPrimitives.WriteUInt32LittleEndian(room[4..], _length);
                    return 8;
                case CompressionFormat.Zlib:
                    BinaryPrimitives.WriteUInt32BigEndian(room, _checksum);
                    return 4;
                default:
                    return 0;
            }
        }

        private void Update(ReadOnlySpan<byte> data)
        {
            _length += (uint)data.Length;
            _checksum = _format == CompressionFormat.Zlib ? Adler32.Compute(data, _checksum) : Crc32.Compute(data, _checksum);
        }

        private void Remember(ReadOnlySpan<byte> data)
        {
            ReadOnlySpan<byte> newest = data.Length > _window.Length ? data[^_window.Length..] : data;
            int kept = Math.Min(_windowLength, _window.Length - newest.Length);
            _window.AsSpan(_windowLength - kept, kept).CopyTo(_window);
            newest.CopyTo(_window.AsSpan(kept));
            _windowLength = kept + newest.Length;
        }
    }
}
