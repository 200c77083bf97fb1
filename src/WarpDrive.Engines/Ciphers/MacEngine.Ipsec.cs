using System.Runtime.InteropServices;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>CMAC and XCBC are jobs beside others of libIPSec_MB; GMAC is a call.</remarks>
public sealed unsafe partial class MacEngine
{
    private int _submitted;

    private void RunImbGmac(in MacJob job, PreparedKey key)
    {
        byte* context = stackalloc byte[IpsecMb.GcmContextSize + IpsecMb.Alignment];
        context += -(nint)context & (IpsecMb.Alignment - 1);
        var function = job.KeyLength switch
        {
            16 => _imb!.Manager->GcmEncrypt128,
            24 => _imb!.Manager->GcmEncrypt192,
            _ => _imb!.Manager->GcmEncrypt256,
        };
        function(key.ImbGcm(_imb.Manager), context, null, null, 0, job.Iv, job.Source, (ulong)job.Length, job.Output, TagSize);
        NativeMemory.Clear(context, IpsecMb.GcmContextSize);
    }

    private void Submit(in MacJob job, PreparedKey key)
    {
        ImbJob* native = _imb!.Next();
        native->CipherMode = ImbCipher.Null;
        native->Direction = ImbDirection.Encrypt;
        native->Order = ImbOrder.HashCipher;
        native->Source = job.Source;
        native->HashLength = (ulong)job.Length;
        native->Tag = job.Output;
        native->TagLength = TagSize;
        if (job.Kind == MacKind.AesCmac)
        {
            byte* subkeys = key.CmacSubkeys();
            native->Hash = key.Length == 32 ? ImbHash.AesCmac256 : ImbHash.AesCmac;
            native->MacKeys = key.Aes->Encryption;
            native->MacSubkey1 = subkeys;
            native->MacSubkey2 = subkeys + TagSize;
        }
        else
        {
            // XCBC of the library gives out 12 bytes only. It is CMAC with other keys, which gives out all 16.
            AesSchedule* first = key.XcbcKeys(out byte* others);
            native->Hash = ImbHash.AesCmac;
            native->MacKeys = first->Encryption;
            native->MacSubkey1 = others;
            native->MacSubkey2 = others + TagSize;
        }

        _imb.Submit();
        _submitted++;
    }

    private void ReportLanes(Span<MacJob> jobs)
    {
        foreach (ref MacJob job in jobs)
        {
            if (job.Path == CipherPath.IpsecMb && job.Kind is MacKind.AesCmac or MacKind.AesXcbc)
            {
                job.Lanes = _imb!.Together(_submitted);
            }
        }
    }

    private void Finish()
    {
        _imb?.Collect();
        _keys.BeginRound();
    }
}
