using System.Runtime.InteropServices;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>CMAC and XCBC are jobs beside others of libIPSec_MB; GMAC is a call.</remarks>
public sealed unsafe partial class MacEngine
{
    private int _underWay;

    private void RunImbGmac(in MacJob job, PreparedKey key)
    {
        byte* context = stackalloc byte[IpsecMb.GcmContextSize + IpsecMb.Alignment];
        context += -(nint)context & (IpsecMb.Alignment - 1);
        var function = job.KeyLength switch
        {
            16 => _manager->GcmEncrypt128,
            24 => _manager->GcmEncrypt192,
            _ => _manager->GcmEncrypt256,
        };
        function(key.ImbGcm(_manager), context, null, null, 0, job.Iv, job.Source, (ulong)job.Length, job.Output, TagSize);
        NativeMemory.Clear(context, IpsecMb.GcmContextSize);
    }

    private void Submit(in MacJob job, PreparedKey key)
    {
        if (_underWay == IpsecMb.MaxJobs - 1)
        {
            Collect();
        }

        ImbJob* native = _manager->GetNextJob(_manager);
        *native = default;
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

        _underWay++;
        if (_manager->SubmitJobUnchecked(_manager) != null)
        {
            _underWay--;
            while (_manager->GetCompletedJob(_manager) != null)
            {
                _underWay--;
            }
        }
    }

    private void Finish()
    {
        Collect();
        _keys.BeginRound();
    }

    private void Collect()
    {
        while (_underWay > 0 && _manager->FlushJob(_manager) != null)
        {
            _underWay--;
        }
    }
}
