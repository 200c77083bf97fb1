using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Digest descriptors with everything in them that does not change from request to request (hisi-sec.md §6.2, §6.3).</summary>
internal static class SecDigestTemplates
{
    private const int Parts = 4;

    /// <summary>All descriptors of a format, by <see cref="Index"/>.</summary>
    /// <param name="isBd2">Format of generation 2.</param>
    internal static SecSqe[] Build(bool isBd2)
    {
        var all = new SecSqe[SecDigestFacts.Count * 2 * Parts];
        for (int algorithm = 0; algorithm < SecDigestFacts.Count; algorithm++)
        {
            foreach (bool isHmac in (bool[])[false, true])
            {
                for (int part = 0; part < Parts; part++)
                {
                    var digest = (DigestAlgorithm)algorithm;
                    ref SecSqe sqe = ref all[Index(digest, isHmac, (StreamPart)part)];
                    if (isBd2)
                    {
                        Fill(ref sqe.Bd2, digest, isHmac, (StreamPart)part);
                    }
                    else
                    {
                        Fill(ref sqe.Bd3, digest, isHmac, (StreamPart)part);
                    }
                }
            }
        }

        return all;
    }

    /// <summary>Where a descriptor stands.</summary>
    /// <param name="algorithm">Digest.</param>
    /// <param name="isHmac">With HMAC.</param>
    /// <param name="part">Part.</param>
    internal static int Index(DigestAlgorithm algorithm, bool isHmac, StreamPart part) => ((((int)algorithm * 2) + (isHmac ? 1 : 0)) * Parts) + (int)part;

    private static void Fill<TFormat>(ref SecBd<TFormat> bd, DigestAlgorithm digest, bool isHmac, StreamPart part)
        where TFormat : struct, ISecFormat
    {
        ref readonly SecDigestFacts facts = ref SecDigestFacts.Of(digest);
        bd.Type = TFormat.TypeCode;
        bd.Scene = TFormat.TypeCode == SecSqe.TypeBd2 || digest == DigestAlgorithm.AesGmac ? SecScene.IpSec : SecScene.Stream;
        bd.Auth = SecAuthAction.Calculate;
        bd.AuthAlgorithm = isHmac ? facts.HmacCode : facts.Code;
        bd.AuthIv = Iv(digest, part);
        bd.Padding = Padding(part);
        bd.MacWords = PartWords(in facts, digest, isHmac, part);
    }

    private static SecAuthIv Iv(DigestAlgorithm digest, StreamPart part) =>
        digest == DigestAlgorithm.AesGmac || part is StreamPart.Middle or StreamPart.Last ? SecAuthIv.FromAddress : SecAuthIv.Internal;

    private static uint Padding(StreamPart part) => part is StreamPart.First or StreamPart.Middle ? 1u : 0;

    // Devices ignore it; what the original driver writes: the digest's words with HMAC and for SM3, else 0.
    private static uint PartWords(in SecDigestFacts facts, DigestAlgorithm digest, bool isHmac, StreamPart part) =>
        Padding(part) == 1 && (isHmac || digest == DigestAlgorithm.Sm3) ? facts.DigestSize / 4u : 0;
}
