// Signs, agrees on a key, and encrypts, on whatever accelerator there is; after each step it tells where the work was done.
// Run: dotnet run -c Release --project samples/SignAndSeal
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using WarpDrive;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Digests;
using CipherMode = WarpDrive.Uacce.Ciphers.CipherMode;

byte[] order = Encoding.UTF8.GetBytes("course 0-3-1, warp 5, engage");

// WarpRsa is an RSA: the runtime's certificate request signs with it, and checks the signature with OpenSSL when it reads the request back.
using var rsa = new WarpRsa(2048);
string pem = new CertificateRequest("CN=enterprise", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem();
CertificateRequest request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
Tell("certificate request, RSA-2048", request.SubjectName.Name == "CN=enterprise", rsa.LastReceipt);

// WarpECDsa is an ECDsa: a token with ES256 (RFC 7515), checked by the runtime.
using var ecdsa = new WarpECDsa(ECCurve.NamedCurves.nistP256);
string signed = $"{Base64Url.EncodeToString("{\"alg\":\"ES256\"}"u8)}.{Base64Url.EncodeToString("{\"sub\":\"picard\"}"u8)}";
byte[] signature = ecdsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
string token = $"{signed}.{Base64Url.EncodeToString(signature)}";
using var runtime = ECDsa.Create(ecdsa.ExportParameters(includePrivateParameters: false));
byte[] ofToken = Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));
Tell("token, ES256", runtime.VerifyData(Encoding.ASCII.GetBytes(signed), ofToken, HashAlgorithmName.SHA256), ecdsa.LastReceipt);

// X25519: both sides come to the same secret, and by HKDF over it to a key for each purpose.
using XdhKey mine = XdhKey.Generate(XdhCurve.X25519), yours = XdhKey.Generate(XdhCurve.X25519);
byte[] secret = mine.Agree(yours.PublicKey);
byte[] KeyFor(string purpose, int length) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, length, info: Encoding.UTF8.GetBytes(purpose));
Tell("agreement, X25519", secret.AsSpan().SequenceEqual(yours.Agree(mine.PublicKey)), mine.LastReceipt);

// SM2, which the runtime does not have: signature with SM3, and encryption for the owner of the key.
using Sm2 sm2 = Sm2.Generate();
Tell("signature, SM2", sm2.VerifyData(order, sm2.SignData(order)), sm2.LastReceipt);
Tell("encryption, SM2", sm2.Decrypt(sm2.Encrypt(order)).AsSpan().SequenceEqual(order), sm2.LastReceipt);

// Authenticated encryption. A nonce must not be used twice under one key.
byte[] room = new byte[order.Length], back = new byte[order.Length], tag = new byte[16], nonce = RandomNumberGenerator.GetBytes(12);
foreach (AeadAlgorithm algorithm in (AeadAlgorithm[])[AeadAlgorithm.AesGcm, AeadAlgorithm.Sm4Gcm])
{
    using var aead = new Aead(algorithm, KeyFor($"{algorithm}", algorithm == AeadAlgorithm.AesGcm ? 32 : 16));
    Receipt receipt = aead.Encrypt(nonce, order, room, tag, "to the bridge"u8).Receipt;
    aead.Decrypt(nonce, room, tag, back, "to the bridge"u8);   // throws AuthenticationTagMismatchException when anything was changed
    Tell($"sealing, {algorithm}", back.AsSpan().SequenceEqual(order), receipt);
}

// A cipher alone hides, and does not protect from changes: HMAC does, over IV and ciphertext, with a key of its own.
byte[] iv = RandomNumberGenerator.GetBytes(16), macKey = KeyFor("CTR, HMAC", 32), both = new byte[16 + order.Length];
using var cipher = new Cipher(CipherAlgorithm.Aes, CipherMode.Ctr, KeyFor("CTR", 32));
using var hmac = new Hmac(DigestAlgorithm.Sha256, macKey);
iv.CopyTo(both, 0);
Receipt hidden = cipher.Encrypt(iv, order, both.AsSpan(16)).Receipt;
byte[] mac = new byte[32];
Receipt authenticated = hmac.Hash(both, mac).Receipt;
Tell("HMAC, SHA-256", CryptographicOperations.FixedTimeEquals(mac, HMACSHA256.HashData(macKey, both)), authenticated);
cipher.Decrypt(iv, both.AsSpan(16), back);
Tell("cipher, AES-CTR", back.AsSpan().SequenceEqual(order), hidden);

// CBC and HMAC in one request, for protocols that want it: the IV goes in front of what is authenticated.
using var composed = new CbcHmac(AeadAlgorithm.AesCbcHmac, DigestAlgorithm.Sha256, KeyFor("CBC", 32), KeyFor("CBC, HMAC", 32));
byte[] blocks = new byte[32], hmacTag = new byte[32];   // data is not padded here
order.CopyTo(blocks, 0);
Receipt one = composed.Encrypt(iv, blocks, blocks, hmacTag, iv).Receipt;
composed.Decrypt(iv, blocks, hmacTag, blocks, iv);
Tell("CBC with HMAC", blocks.AsSpan(0, order.Length).SequenceEqual(order), one);
CryptographicOperations.ZeroMemory(secret);

void Tell(string what, bool isRight, Receipt receipt)
{
    Console.WriteLine($"{what,-30} {(isRight ? "right" : "WRONG")}   {receipt}");
    if (!isRight)
    {
        Environment.ExitCode = 1;
    }
}
