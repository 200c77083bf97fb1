using WarpDrive.Uacce.Digests;

namespace WarpDrive.Uacce.PublicKey;

/// <summary>Sizes that follow from an operation and its key.</summary>
public static class PublicKeySizes
{
    /// <summary>Which queue takes an operation.</summary>
    /// <param name="operation">The operation.</param>
    public static PublicKeyFamily Family(PublicKeyOperation operation) =>
        operation <= PublicKeyOperation.DhBase2 ? PublicKeyFamily.Modular : PublicKeyFamily.Elliptic;

    /// <summary>Whether an operation has an answer and no output.</summary>
    /// <param name="operation">The operation.</param>
    public static bool IsVerification(PublicKeyOperation operation) => operation is PublicKeyOperation.EcdsaVerify or PublicKeyOperation.Sm2Verify;

    /// <summary>Bytes of the result of a request, or −1 when its input cannot be right.</summary>
    /// <param name="request">Operation, key, input length, and what else decides.</param>
    public static int Output(in PublicKeyRequest request)
    {
        int k = request.Key?.Size ?? 0;
        int input = request.InputLength;
        return request.Operation switch
        {
            PublicKeyOperation.RsaKeyGen => input > 0 && input % 4 == 0 ? input : -1,
            PublicKeyOperation.RsaKeyGenCrt => input > 0 && input % 4 == 0 ? input / 4 * 7 : -1,
            _ when k == 0 => -1,
            PublicKeyOperation.RsaPublic or PublicKeyOperation.RsaPrivate or PublicKeyOperation.RsaPrivateCrt or PublicKeyOperation.Dh
                or PublicKeyOperation.DhBase2 or PublicKeyOperation.X25519 or PublicKeyOperation.X448 => k,
            PublicKeyOperation.PointMultiply or PublicKeyOperation.EcdsaSign or PublicKeyOperation.Sm2Sign => 2 * k,
            PublicKeyOperation.EcdsaVerify or PublicKeyOperation.Sm2Verify => 0,
            PublicKeyOperation.Sm2KeyGen => 3 * k,
            PublicKeyOperation.Sm2Encrypt => Encrypted(input - (request.HasNonce ? k : 0), k, Digest(request.Hash)),
            PublicKeyOperation.Sm2Decrypt => Decrypted(input, k, Digest(request.Hash)),
            _ => -1,
        };
    }

    /// <summary>Bytes of a digest that SM2 encryption can use; 0 when it is none.</summary>
    /// <param name="hash">The digest.</param>
    public static int Digest(DigestAlgorithm hash) => hash switch
    {
        DigestAlgorithm.Md5 => 16,
        DigestAlgorithm.Sha1 => 20,
        DigestAlgorithm.Sha224 or DigestAlgorithm.Sha512T224 => 28,
        DigestAlgorithm.Sm3 or DigestAlgorithm.Sha256 or DigestAlgorithm.Sha512T256 => 32,
        DigestAlgorithm.Sha384 => 48,
        DigestAlgorithm.Sha512 => 64,
        _ => 0,
    };

    private static int Encrypted(int message, int k, int digest) =>
        message < 1 || digest == 0 || message > int.MaxValue - (2 * k) - digest ? -1 : (2 * k) + message + digest;

    private static int Decrypted(int input, int k, int digest)
    {
        int message = input - (2 * k) - digest;
        return message < 1 || digest == 0 ? -1 : message;
    }
}
