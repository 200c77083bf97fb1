using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>One message hashed in parts, each on whatever queue and device is free.</summary>
/// <remarks>
/// One caller at a time. The state between parts stays here and each request works on a copy, so that a part is repeated when its device was lost,
/// and a digest of what came so far does not end the message.
/// </remarks>
internal sealed class DigestSession : IDisposable
{
    private const int MaxAttempts = 4;
    private const int Half = 64;   // the largest state

    private readonly DigestRoutes _routes;
    private readonly DigestRequest _template;
    private readonly SecretMemory _memory = new(2 * Half);   // the state, and the copy that a device works on
    private readonly int _stateSize;
    private ulong _total;

    internal DigestSession(DigestRoutes routes, in DigestRequest template)
    {
        _routes = routes;
        _template = template;
        _stateSize = DigestFacts.StateSize(template.Algorithm);
    }

    /// <summary>Bytes absorbed so far.</summary>
    internal ulong Total => _total;

    /// <summary>Forgets the message.</summary>
    internal void Reset()
    {
        _total = 0;
        _memory.Span.Clear();
    }

    /// <summary>Takes a part that is not the last.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="length">Its bytes: whole blocks, at least one, at most the routes' limit.</param>
    /// <param name="answer">What came back.</param>
    internal RequestStatus Absorb(ulong address, int length, out DigestAnswer answer)
    {
        DigestRequest request = _template;
        request.Part = _total == 0 ? StreamPart.First : StreamPart.Middle;
        request.Source = address;
        request.SourceLength = length;
        RequestStatus status = Execute(ref request, out answer);
        if (status == RequestStatus.Ok)
        {
            _memory.Span.Slice(Half, _stateSize).CopyTo(_memory.Span);
            _total += (ulong)length;
        }

        return status;
    }

    /// <summary>Computes the digest of what was absorbed and a rest. The message may go on afterwards as if the rest had not come.</summary>
    /// <param name="address">Where the rest is; may be 0 when empty.</param>
    /// <param name="length">Its bytes, at most the routes' limit.</param>
    /// <param name="digest">Becomes the digest.</param>
    /// <param name="answer">What came back.</param>
    internal RequestStatus Finish(ulong address, int length, Span<byte> digest, out DigestAnswer answer)
    {
        DigestRequest request = _template;
        request.Part = _total == 0 ? StreamPart.Whole : StreamPart.Last;
        request.Source = address == 0 ? Nowhere.Address : address;
        request.SourceLength = length;
        request.TotalLength = _total + (ulong)length;
        RequestStatus status = Execute(ref request, out answer);
        if (status == RequestStatus.Refused && request.TotalLength == 0)
        {
            answer.Receipt = EmptyMessage.Hash(_template, digest).Receipt;
            return RequestStatus.Ok;
        }

        if (status == RequestStatus.Ok)
        {
            _memory.Span.Slice(Half, digest.Length).CopyTo(digest);
        }

        return status;
    }

    public void Dispose() => _memory.Dispose();

    private RequestStatus Execute(ref DigestRequest request, out DigestAnswer answer)
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        request.Digest = _memory.Address + Half;
        for (int attempt = 1; ; attempt++)
        {
            _memory.Span[..Half].CopyTo(_memory.Span[Half..]);
            RequestStatus status = _routes.Execute(request, Patience.Both, repeatable: request.Part is StreamPart.Whole or StreamPart.First, out answer);
            if (status != RequestStatus.DeviceLost || attempt >= MaxAttempts)
            {
                return status;
            }
        }
    }
}
