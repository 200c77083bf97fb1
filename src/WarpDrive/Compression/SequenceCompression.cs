using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>Compresses the segments of a sequence as one stream into a writer.</summary>
internal sealed class SequenceCompression : IDisposable
{
    /// <summary>Segments shorter than this are gathered: each request of a stream ends in a few bytes of flush marker.</summary>
    private const int Gather = 128 << 10;

    private readonly CompressionRoutes _routes;
    private readonly StreamSession _session;
    private readonly IBufferWriter<byte> _destination;
    private long _written;
    private Receipt _receipt;

    internal SequenceCompression(CompressionRoutes routes, CompressionFormat format, byte windowCode, IBufferWriter<byte> destination)
    {
        _routes = routes;
        _session = new StreamSession(routes, format, windowCode, headerless: false);
        _destination = destination;
    }

    internal CompressionTotals Run(ReadOnlySequence<byte> source)
    {
        byte[] gathered = ArrayPool<byte>.Shared.Rent(Gather);
        try
        {
            ReadOnlySequence<byte> rest = source;
            do
            {
                ReadOnlySpan<byte> piece = rest.FirstSpan;
                if (piece.Length < Gather)
                {
                    int count = (int)Math.Min(Gather, rest.Length);
                    rest.Slice(0, count).CopyTo(gathered);
                    piece = gathered.AsSpan(0, count);
                }

                rest = rest.Slice(piece.Length);
                Write(piece, rest.IsEmpty);
            }
            while (!rest.IsEmpty);

            return new CompressionTotals(source.Length, _written, _receipt);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);   // every request has ended
        }
    }

    public void Dispose() => _session.Dispose();

    private unsafe void Write(ReadOnlySpan<byte> piece, bool last)
    {
        byte nothing = 0;
        int limit = _routes.RequestLimit / 2;
        fixed (byte* pinned = piece)
        {
            byte* from = pinned is null ? &nothing : pinned;
            int used = 0;
            bool more = true;
            while (more)
            {
                int offered = Math.Min(piece.Length - used, limit);
                bool end = last && offered == piece.Length - used;
                Span<byte> room = _destination.GetSpan(Math.Max(1024, (int)Math.Min(limit, Compressor.MaxCompressedLength(offered))));
                RequestStatus status;
                CompressionAnswer answer;
                fixed (byte* to = room)
                {
                    status = _session.Step(
                        (ulong)(from + used), offered, (ulong)to, Math.Min(room.Length, _routes.RequestLimit), end, out answer);
                }

                if (status > RequestStatus.MoreOutput)
                {
                    Failures.Throw(status, _routes, answer);
                }

                used += answer.Completion.Consumed;
                _destination.Advance(answer.Completion.Produced);
                _written += answer.Completion.Produced;
                _receipt = answer.Receipt;
                more = last ? status != RequestStatus.StreamEnd : used < piece.Length || status == RequestStatus.MoreOutput;
                if (more && answer.Completion.Consumed == 0 && answer.Completion.Produced == 0)
                {
                    Failures.Throw(RequestStatus.DeviceError, _routes, answer);
                }
            }
        }
    }
}
