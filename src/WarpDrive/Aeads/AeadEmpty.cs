using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>Messages without payload, which some devices do not take (hisi-sec.md §7.1): their tags are computed here.</summary>
internal static unsafe class AeadEmpty
{
    /// <summary>Writes or compares the tag of a request without payload; it names flat memory.</summary>
    internal static RequestStatus Run(in AeadRequest request, int nonceLength)
    {
        bool isCcm = AeadFacts.IsCcm(request.Algorithm);
        var job = new Engines.Ciphers.AeadJob
        {
            Kind = request.Algorithm switch
            {
                AeadAlgorithm.AesGcm => AeadKind.AesGcm,
                AeadAlgorithm.AesCcm => AeadKind.AesCcm,
                AeadAlgorithm.Sm4Gcm => AeadKind.Sm4Gcm,
                _ => AeadKind.Sm4Ccm,
            },
            Part = AeadPart.Whole,
            Decrypt = request.Decrypt,
            Key = (byte*)request.Key,
            KeyLength = request.KeyLength,
            Iv = (byte*)request.Iv + (isCcm ? 1 : 0),
            IvLength = nonceLength,
            Associated = (byte*)request.Source,
            AssociatedLength = request.AssociatedLength,
            Tag = (byte*)request.Mac,
            TagLength = request.MacLength,
        };
        using var engine = new AeadEngine();
        engine.Run(new Span<Engines.Ciphers.AeadJob>(ref job));
        return job.TagMismatch ? RequestStatus.TagMismatch : RequestStatus.Ok;
    }
}
