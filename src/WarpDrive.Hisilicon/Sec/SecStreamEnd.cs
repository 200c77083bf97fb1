using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Ends GCM streams on the processor, for devices that cannot (hisi-sec.md §7.4). The sender's.</summary>
internal sealed unsafe class SecStreamEnd : IDisposable
{
    private readonly AeadJob[] _job = new AeadJob[1];
    private AeadEngine? _engine;   // made by the first stream that ends

    /// <summary>Ciphers the last part, and writes the tag or compares it; the destination holds zeros when it does not match.</summary>
    /// <param name="request">The last part.</param>
    /// <returns>How it ended, for the record of the request.</returns>
    internal SecSentFlags Run(in AeadRequest request)
    {
        try
        {
            _engine ??= new AeadEngine();
            _job[0] = JobOf(in request);
            _engine.Run(_job);
            return _job[0].TagMismatch ? SecSentFlags.Local | SecSentFlags.Mismatch : SecSentFlags.Local;
        }
        catch (CryptographicException)
        {
            // A library without memory: the request fails, as it would on a device, and the rest of its batch is sent.
            return SecSentFlags.Local | SecSentFlags.Failed;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _engine?.Dispose();

    private static AeadJob JobOf(in AeadRequest request) => new AeadJob
    {
        Kind = request.Algorithm == AeadAlgorithm.AesGcm ? AeadKind.AesGcm : AeadKind.Sm4Gcm,
        Part = AeadPart.Last,
        Decrypt = request.Decrypt,
        Key = (byte*)request.Key,
        KeyLength = request.KeyLength,
        Iv = (byte*)request.Iv,
        IvLength = SecLimits.BlockSize,
        Source = (byte*)request.Source,
        Destination = (byte*)request.Destination,
        Length = request.PayloadLength,
        Tag = (byte*)request.Mac,
        TagLength = request.MacLength,
        State = (byte*)request.State,
        AssociatedTotal = (ulong)request.AssociatedLength,
        PayloadTotal = request.TotalPayload,
    };
}
