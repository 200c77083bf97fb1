using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>GCM and CCM of libcrypto (EVP_EncryptInit(3ssl), AEAD interface), whole messages.</summary>
internal static unsafe class EvpAead
{
    private const int TagSize = 16;

    /// <summary>Runs GCM in a context with its key.</summary>
    internal static void RunGcm(void* context, ref AeadJob job)
    {
        if (context == null)
        {
            throw new CryptographicException($"{LibCrypto.Version} refuses the key for GCM");
        }

        byte* tag = stackalloc byte[TagSize];
        int written;
        EvpCipher.Start(context, job.Iv);
        Update(context, null, job.Associated, job.AssociatedLength);
        Update(context, job.Destination, job.Source, job.Length);
        if (!job.Decrypt)
        {
            EvpCipher.Check(LibCrypto.Ciphers.Finish(context, tag, &written), "EVP_EncryptFinal_ex");
            EvpCipher.Check(LibCrypto.Ciphers.Control(context, LibCrypto.Ciphers.GetTag, job.TagLength, job.Tag), "EVP_CTRL_AEAD_GET_TAG");
            return;
        }

        EvpCipher.Check(LibCrypto.Ciphers.Control(context, LibCrypto.Ciphers.SetTag, job.TagLength, job.Tag), "EVP_CTRL_AEAD_SET_TAG");
        if (LibCrypto.Ciphers.Finish(context, tag, &written) != 1)
        {
            LibCrypto.Ciphers.ClearErrors();
            AeadTags.Refuse(ref job);
        }
    }

    /// <summary>Runs CCM, which takes its lengths before its key, so that a context cannot keep the key between jobs.</summary>
    /// <param name="context">A context, or null to make one.</param>
    /// <param name="key">The key.</param>
    /// <param name="job">The job.</param>
    /// <returns>The context, without the key.</returns>
    internal static void* RunCcm(void* context, PreparedKey key, ref AeadJob job)
    {
        if (context == null)
        {
            context = LibCrypto.Ciphers.NewContext();
            if (context == null)
            {
                throw new InsufficientMemoryException("EVP_CIPHER_CTX_new failed");
            }
        }

        int written;
        int encrypt = job.Decrypt ? 0 : 1;
        void* cipher = LibCrypto.Ciphers.FindCcm(CipherKind.Aes, key.Length);
        EvpCipher.Check(LibCrypto.Ciphers.Initialise(context, cipher, null, null, null, encrypt), "EVP_CipherInit_ex");
        EvpCipher.Check(LibCrypto.Ciphers.Control(context, LibCrypto.Ciphers.SetIvLength, job.IvLength, null), "EVP_CTRL_AEAD_SET_IVLEN");
        EvpCipher.Check(
            LibCrypto.Ciphers.Control(context, LibCrypto.Ciphers.SetTag, job.TagLength, job.Decrypt ? job.Tag : null), "EVP_CTRL_AEAD_SET_TAG");
        EvpCipher.Check(LibCrypto.Ciphers.Initialise(context, null, null, key.Raw, job.Iv, encrypt), "EVP_CipherInit_ex");
        EvpCipher.Check(LibCrypto.Ciphers.Update(context, null, &written, null, job.Length), "EVP_CipherUpdate");
        Update(context, null, job.Associated, job.AssociatedLength);

        // The payload goes in even when it is empty: that is when the tag is made or compared.
        byte* nothing = stackalloc byte[1];
        byte* source = job.Length == 0 ? nothing : job.Source;
        byte* destination = job.Length == 0 ? nothing : job.Destination;
        bool good = LibCrypto.Ciphers.Update(context, destination, &written, source, job.Length) == 1;
        if (job.Decrypt && !good)
        {
            AeadTags.Refuse(ref job);
        }
        else if (!job.Decrypt)
        {
            EvpCipher.Check(good ? 1 : 0, "EVP_CipherUpdate");
            EvpCipher.Check(LibCrypto.Ciphers.Control(context, LibCrypto.Ciphers.GetTag, job.TagLength, job.Tag), "EVP_CTRL_AEAD_GET_TAG");
        }

        LibCrypto.Ciphers.ClearErrors();
        LibCrypto.Ciphers.ResetContext(context);
        return context;
    }

    private static void Update(void* context, byte* destination, byte* source, int length)
    {
        if (length > 0)
        {
            int written;
            EvpCipher.Check(LibCrypto.Ciphers.Update(context, destination, &written, source, length), "EVP_CipherUpdate");
        }
    }
}
