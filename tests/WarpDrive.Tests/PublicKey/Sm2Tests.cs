using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace WarpDrive.Tests.PublicKey;

/// <summary>SM2 on devices: a known answer, what OpenSSL says, and every format.</summary>
public sealed class Sm2Tests
{
    // hisi-hpre.md §12: d = bytes 0x01…0x20.
    private const string PublicX = "46d1086f6e5c938447f05280db707c279a7b459c38f19e4d9a30ad2dadf9f28a";
    private const string PublicY = "f45fc1dc5b377736b57e97e7e0563ccca24c97f440e1d137e5941d84d2eb43c9";

    public static TheoryData<Sm2CiphertextFormat> Formats => [Sm2CiphertextFormat.C1C3C2, Sm2CiphertextFormat.C1C2C3, Sm2CiphertextFormat.Der];

    [Fact]
    public void The_public_key_is_the_known_one_and_its_signatures_are_valid()
    {
        using Sm2 key = Known();
        ECParameters numbers = key.ExportParameters(includePrivateParameters: true);
        Assert.Equal(PublicX, Convert.ToHexStringLower(numbers.Q.X!));
        Assert.Equal(PublicY, Convert.ToHexStringLower(numbers.Q.Y!));

        // The signature of e = bytes 0x41…0x60 from the same page.
        byte[] digest = Bytes(0x41);
        byte[] known = Convert.FromHexString(
            "d7c24e6f3904d395c2e98fcdc8cfdf8d646d6b744cc72f5d3c44075968fef3cff0a21f85ae2e3059db0910205e1c6374da48b07da94b5e178512648c4b803678");
        Assert.True(key.VerifyDigest(digest, known));
        Assert.True(key.VerifyDigest(digest, key.SignDigest(digest)));
        known[0] ^= 1;
        Assert.False(key.VerifyDigest(digest, known));
        Assert.StartsWith("hisi_hpre", key.LastReceipt.Device, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DSASignatureFormat.IeeeP1363FixedFieldConcatenation)]
    [InlineData(DSASignatureFormat.Rfc3279DerSequence)]
    public async Task Signatures_hold_for_the_identity_they_were_made_for(DSASignatureFormat format)
    {
        using Sm2 key = Sm2.Generate();
        byte[] data = Encoding.UTF8.GetBytes("message digest"), id = Encoding.UTF8.GetBytes("ALICE123@YAHOO.COM");
        byte[] signature = await key.SignDataAsync(data, id, format);
        Assert.True(key.VerifyData(data, signature, id, format));
        Assert.True(key.VerifyData(data, key.SignData(data, id, format), id, format));
        Assert.False(key.VerifyData(data, signature, null, format));
        Assert.False(key.VerifyData([], signature, id, format));
        Assert.False(key.VerifyData(data, signature.AsSpan(1), id, format));
        Assert.False(key.VerifyData(data, new byte[64], id, format));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_is_encrypted_is_decrypted_and_damage_is_noticed(Sm2CiphertextFormat format)
    {
        using Sm2 key = Sm2.Generate();
        using Sm2 sender = Sm2.Import(key.ExportParameters(includePrivateParameters: false));
        foreach (int length in (int[])[1, 19, 32, 33, 512, 513, 2000])   // beyond 512 the driver computes the key stream itself (hisi-hpre.md §6.7)
        {
            byte[] data = RandomNumberGenerator.GetBytes(length);
            byte[] ciphertext = sender.Encrypt(data, format);
            Assert.Equal(data, key.Decrypt(ciphertext, format));
            Assert.Equal(data, await key.DecryptAsync(ciphertext, format));
            ciphertext[^1] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => key.Decrypt(ciphertext, format));
        }

        Assert.ThrowsAny<CryptographicException>(() => key.Decrypt(new byte[97], format));
        Assert.Throws<ArgumentException>(() => sender.Encrypt([], format));
        Assert.Throws<CryptographicException>(() => sender.Decrypt(new byte[200], format));
    }

    [Fact]
    public void OpenSSL_verifies_our_signatures_and_decrypts_what_we_encrypt()
    {
        using Sm2 key = Sm2.Generate();
        string directory = Directory.CreateTempSubdirectory("sm2-").FullName;
        try
        {
            string InDirectory(string name) => Path.Combine(directory, name);
            byte[] data = Encoding.UTF8.GetBytes("the second opinion");
            File.WriteAllText(InDirectory("key.pem"), Pem(key));
            File.WriteAllBytes(InDirectory("data"), data);
            File.WriteAllBytes(InDirectory("signature"), key.SignData(data, null, DSASignatureFormat.Rfc3279DerSequence));
            File.WriteAllBytes(InDirectory("secret"), key.Encrypt(data, Sm2CiphertextFormat.Der));

            Assert.SkipUnless(Run(directory, "version") is not null, "there is no program openssl on this machine");
            Assert.Contains("Verified Successfully", Run(
                directory, "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-in", "data", "-sigfile", "signature", "-inkey", "key.pem",
                "-pkeyopt", "distid:1234567812345678"), StringComparison.Ordinal);
            Assert.Equal("the second opinion", Run(directory, "pkeyutl", "-decrypt", "-in", "secret", "-inkey", "key.pem"));

            Run(directory, "pkeyutl", "-sign", "-rawin", "-digest", "sm3", "-in", "data", "-out", "theirs", "-inkey", "key.pem", "-pkeyopt", "distid:1234567812345678");
            Assert.True(key.VerifyData(data, File.ReadAllBytes(InDirectory("theirs")), null, DSASignatureFormat.Rfc3279DerSequence));
            Run(directory, "pkeyutl", "-encrypt", "-in", "data", "-out", "theirs", "-inkey", "key.pem");
            Assert.Equal(data, key.Decrypt(File.ReadAllBytes(InDirectory("theirs")), Sm2CiphertextFormat.Der));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void A_public_key_does_not_sign_or_decrypt()
    {
        using Sm2 whole = Sm2.Generate();
        using Sm2 key = Sm2.Import(whole.ExportParameters(includePrivateParameters: false));
        Assert.False(key.HasPrivateKey);
        Assert.Throws<CryptographicException>(() => key.SignData([1]));
        Assert.Throws<ArgumentException>(() => key.VerifyDigest(new byte[31], new byte[64]));
        Assert.Throws<ArgumentException>(() => key.VerifyData([], new byte[64], new byte[8192]));
    }

    private static Sm2 Known() => Sm2.Import(new ECParameters { D = Bytes(1) });

    private static byte[] Bytes(byte first) => [.. Enumerable.Range(first, 32).Select(value => (byte)value)];

    /// <summary>ECPrivateKey of RFC 5915, in PEM.</summary>
    private static string Pem(Sm2 key)
    {
        ECParameters numbers = key.ExportParameters(includePrivateParameters: true);
        byte[] curve = [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d];   // OID 1.2.156.10197.1.301
        byte[] point = [0xa1, 0x44, 0x03, 0x42, 0x00, 0x04, .. numbers.Q.X!, .. numbers.Q.Y!];
        byte[] content = [0x02, 0x01, 0x01, 0x04, 0x20, .. numbers.D!, .. curve, .. point];
        return new string(PemEncoding.Write("EC PRIVATE KEY", [0x30, (byte)content.Length, .. content]));
    }

    private static string? Run(string directory, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("openssl", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            string error = process.StandardError.ReadToEnd();
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
            Assert.True(process.ExitCode == 0, $"openssl {string.Join(' ', arguments)}: {error}");
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;   // not installed
        }
    }
}
