using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Which parts of GCM streams a queue takes (hisi-sec.md §7.4); key and lengths are checked already.</summary>
internal static class SecStreamCheck
{
    private const ulong MaxTotal = (1UL << 36) - 32;   // SP 800-38D, 5.2.1.1: 2^39 − 256 bits; the field of the descriptor has 40 bits of bytes

    /// <summary>Words why a part is refused, or null.</summary>
    /// <param name="request">The request; its part is not <see cref="StreamPart.Whole"/>.</param>
    internal static string? Refusal(in AeadRequest request)
    {
        if (request.Algorithm is not (AeadAlgorithm.AesGcm or AeadAlgorithm.Sm4Gcm))
        {
            return "only GCM comes in parts";
        }

        if (request.SourceList is not null || request.DestinationList is not null)
        {
            return "parts of a message are flat buffers: scattered messages go whole";
        }

        if (request.State == 0)
        {
            return "a part needs the address of the 16 bytes of state";
        }

        return request.Part switch
        {
            StreamPart.First => FirstRefusal(in request),
            StreamPart.Middle => MiddleRefusal(in request),
            StreamPart.Last => LastRefusal(in request),
            _ => "the part is unknown",
        };
    }

    private static string? FirstRefusal(in AeadRequest request)
    {
        if (request.AssociatedLength == 0)
        {
            return "the first part carries associated data: a message without any goes whole";
        }

        return request.PayloadLength != 0 ? "the first part carries associated data only"
            : request.Source == 0 ? "a buffer address is null"
            : null;
    }

    private static string? MiddleRefusal(in AeadRequest request) => request.PayloadLength == 0 || request.PayloadLength % SecLimits.BlockSize != 0
        ? "a middle part is a multiple of 16 bytes, and not empty"
        : PayloadRefusal(in request);

    private static string? LastRefusal(in AeadRequest request)
    {
        if (request.AssociatedLength == 0)
        {
            return "the last part repeats the length of the associated data";
        }

        if (request.Mac == 0)
        {
            return "the address of the tag is null";
        }

        ulong before = request.TotalPayload - (ulong)request.PayloadLength;
        if (request.TotalPayload < (ulong)request.PayloadLength || before % SecLimits.BlockSize != 0 || request.TotalPayload > MaxTotal)
        {
            return "the total payload is that of the earlier parts, which are whole blocks, and this one";
        }

        return SecAeadCheck.GcmTagRefusal(in request) ?? PayloadRefusal(in request);
    }

    private static string? PayloadRefusal(in AeadRequest request)
    {
        if (request.PayloadLength == 0)
        {
            return null;
        }

        ulong distance = request.Destination - request.Source;
        return request.Source == 0 || request.Destination == 0 ? "a buffer address is null"
            : distance != 0 && (distance < (ulong)request.PayloadLength || 0 - distance < (ulong)request.PayloadLength)
            ? "source and destination overlap without being the same"
            : null;
    }
}
