using System.Buffers.Binary;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>Parts of GCM messages that no device takes, on the processor.</summary>
internal sealed unsafe class AeadParts : IDisposable
{
    private readonly AeadEngine _engine = new();

    /// <summary>Runs a Middle or Last part of a message without associated data, and advances its counter.</summary>
    internal RequestStatus Run(in AeadRequest request)
    {
        bool isLast = request.Part == StreamPart.Last;
        var job = new Engines.Ciphers.AeadJob
        {
            Kind = request.Algorithm == AeadAlgorithm.AesGcm ? AeadKind.AesGcm : AeadKind.Sm4Gcm,
            Part = isLast ? AeadPart.Last : AeadPart.Middle,
            Decrypt = request.Decrypt,
            Key = (byte*)request.Key,
            KeyLength = request.KeyLength,
            Iv = (byte*)request.Iv,
            IvLength = AeadFacts.IvBuffer,
            Source = (byte*)request.Source,
            Destination = (byte*)request.Destination,
            Length = request.PayloadLength,
            State = (byte*)request.State,
            Tag = (byte*)request.Mac,
            TagLength = request.MacLength,
            PayloadTotal = request.TotalPayload,
        };
        _engine.Run(new Span<Engines.Ciphers.AeadJob>(ref job));
        var counter = new Span<byte>((byte*)request.Iv + 12, 4);
        BinaryPrimitives.WriteUInt32BigEndian(counter, BinaryPrimitives.ReadUInt32BigEndian(counter) + ((uint)request.PayloadLength / 16));
        return job.TagMismatch ? RequestStatus.TagMismatch : RequestStatus.Ok;
    }

    public void Dispose() => _engine.Dispose();
}
