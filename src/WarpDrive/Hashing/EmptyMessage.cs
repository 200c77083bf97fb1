using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Hashing;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Digests of nothing, which some devices do not take (hisi-sec.md §6.2): computed here.</summary>
internal static unsafe class EmptyMessage
{
    internal static HashResult Hash(in DigestRequest template, Span<byte> digest)
    {
        Span<byte> output = stackalloc byte[64];
        fixed (byte* to = output)
        {
            if (template.Algorithm.IsBlockCipherMac())
            {
                var job = new MacJob
                {
                    Kind = template.Algorithm == DigestAlgorithm.AesCmac ? MacKind.AesCmac : MacKind.AesXcbc,
                    Key = (byte*)template.Key,
                    KeyLength = template.KeyLength,
                    Output = to,
                };
                using var engine = new MacEngine();
                engine.Run(new Span<MacJob>(ref job));
            }
            else
            {
                var job = new Engines.Hashing.HashJob
                {
                    Kind = template.Algorithm.EngineKind(),
                    IsHmac = template.IsHmac,
                    Key = (byte*)template.Key,
                    KeyLength = template.KeyLength,
                    Output = to,
                };
                using var engine = new HashEngine();
                engine.Run(new Span<Engines.Hashing.HashJob>(ref job), []);
            }
        }

        output[..digest.Length].CopyTo(digest);
        output.Clear();
        return new HashResult(digest.Length, new Receipt("", "library", "empty message", false, 0, 0, 0));
    }
}
