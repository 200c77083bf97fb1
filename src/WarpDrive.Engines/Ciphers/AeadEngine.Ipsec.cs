using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>GCM of libIPSec_MB is a call; CCM is a job beside others, whose tags are looked at when all have come back.</remarks>
public sealed unsafe partial class AeadEngine
{
    private const int TagSize = 16;
    private const int MaxUnderWay = IpsecMb.MaxJobs - 1;

    private void* _evpContext;
    private int _submitted;   // CCM jobs of this round

    private bool IsFull => _submitted == MaxUnderWay || (_sm4Ccm != null && _sm4Ccm.IsFull);

    private static byte* AllocateMemory()
    {
        const int Size = IpsecMb.GcmContextSize + IpsecMb.MaxJobs * TagSize;
        var memory = (byte*)NativeMemory.AlignedAlloc(Size, IpsecMb.Alignment);
        new Span<byte>(memory, Size).Clear();
        return memory;
    }

    private void FreeMemory(byte* memory)
    {
        CryptographicOperations.ZeroMemory(new Span<byte>(memory, IpsecMb.GcmContextSize + IpsecMb.MaxJobs * TagSize));
        NativeMemory.AlignedFree(memory);
        if (_evpContext != null)
        {
            LibCrypto.Ciphers.FreeContext(_evpContext);
            _evpContext = null;
        }
    }

    private void RunImbGcm(ref AeadJob job, PreparedKey key)
    {
        byte* tag = stackalloc byte[TagSize];
        var function = (job.KeyLength, job.Decrypt) switch
        {
            (16, false) => _imb!.Manager->GcmEncrypt128,
            (24, false) => _imb!.Manager->GcmEncrypt192,
            (_, false) => _imb!.Manager->GcmEncrypt256,
            (16, true) => _imb!.Manager->GcmDecrypt128,
            (24, true) => _imb!.Manager->GcmDecrypt192,
            (_, true) => _imb!.Manager->GcmDecrypt256,
        };
        function(
            key.ImbGcm(_imb.Manager), _memory, job.Destination, job.Source, (ulong)job.Length, job.Iv, job.Associated, (ulong)job.AssociatedLength, tag,
            TagSize);
        AeadTags.Deliver(tag, ref job);
        CryptographicOperations.ZeroMemory(new Span<byte>(tag, TagSize));
    }

    private void SubmitImbCcm(ref AeadJob job, PreparedKey key)
    {
        ImbJob* native = _imb!.Next();
        native->EncryptionKeys = key.Aes->Encryption;
        native->DecryptionKeys = key.Aes->Decryption;
        native->KeyLength = (ulong)key.Length;
        native->Source = job.Source;
        native->Destination = job.Destination;
        native->CipherLength = (ulong)job.Length;
        native->HashLength = (ulong)job.Length;
        native->Iv = job.Iv;
        native->IvLength = (ulong)job.IvLength;
        native->Tag = Tag(_submitted++);
        native->TagLength = (ulong)job.TagLength;
        native->Associated = job.Associated;
        native->AssociatedLength = (ulong)job.AssociatedLength;
        native->CipherMode = ImbCipher.Ccm;
        native->Hash = ImbHash.AesCcm;
        native->Direction = job.Decrypt ? ImbDirection.Decrypt : ImbDirection.Encrypt;
        native->Order = job.Decrypt ? ImbOrder.CipherHash : ImbOrder.HashCipher;
        _imb.Submit();
    }

    private byte* Tag(int index) => _memory + IpsecMb.GcmContextSize + index * TagSize;

    /// <summary>Ends a round: waits for the CCM jobs and delivers their tags.</summary>
    private void Finish(Span<AeadJob> round)
    {
        FinishSm4Ccm(round);
        if (_submitted == 0)
        {
            return;
        }

        _imb!.Collect();
        int next = 0;
        for (int i = 0; next < _submitted && i < round.Length; i++)
        {
            ref AeadJob job = ref round[i];
            if (job.Path == CipherPath.IpsecMb && job.Kind == AeadKind.AesCcm)
            {
                job.Lanes = _imb.Together(_submitted);
                AeadTags.Deliver(Tag(next++), ref job);
            }
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(Tag(0), _submitted * TagSize));
        _submitted = 0;
    }

    /// <summary>After a failure: no job may be left that points to memory of the caller.</summary>
    private void Abandon()
    {
        _imb?.Collect();
        _submitted = 0;
        _sm4Ccm?.Clear();
    }
}
