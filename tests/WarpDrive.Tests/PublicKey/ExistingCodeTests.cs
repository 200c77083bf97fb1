using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace WarpDrive.Tests.PublicKey;

/// <summary>Code that takes the runtime's abstract classes works with keys on devices unchanged: certificates, tokens, TLS.</summary>
public sealed class ExistingCodeTests
{
    private static readonly DateTimeOffset s_from = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset s_to = DateTimeOffset.UtcNow.AddDays(30);

    [Fact]
    public void A_certificate_chain_is_signed_by_devices_and_verified_by_the_runtime()
    {
        using var rootKey = new WarpECDsa(ECCurve.NamedCurves.nistP384);
        using var leafKey = new WarpRsa(2048);
        var rootRequest = new CertificateRequest("CN=root", rootKey, HashAlgorithmName.SHA384);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        using X509Certificate2 root = rootRequest.Create(
            rootRequest.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), s_from, s_to, [1, 2, 3]);
        Assert.StartsWith("hisi_hpre", rootKey.LastReceipt.Device, StringComparison.Ordinal);

        var leafRequest = new CertificateRequest("CN=leaf", leafKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 leaf = leafRequest.Create(
            root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), s_from, s_to, [4, 5, 6]);

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(leaf), string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation)));
    }

    [Fact]
    public void A_signing_request_of_a_device_key_proves_its_possession()
    {
        using var key = new WarpRsa(2048);
        var request = new CertificateRequest("CN=asks", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        byte[] encoded = request.CreateSigningRequest();
        Assert.StartsWith("hisi_hpre", key.LastReceipt.Device, StringComparison.Ordinal);

        // Loading verifies the signature.
        var loaded = CertificateRequest.LoadSigningRequest(
            encoded, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pss);
        Assert.Equal("CN=asks", loaded.SubjectName.Name);
        encoded[^1] ^= 1;
        Assert.Throws<CryptographicException>(() => CertificateRequest.LoadSigningRequest(encoded, HashAlgorithmName.SHA256));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public void Tokens_signed_by_devices_are_verified_by_the_runtime(string algorithm)
    {
        using var rsa = new WarpRsa(2048);
        using var ec = new WarpECDsa();
        string Part(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        byte[] signed = Encoding.ASCII.GetBytes($"{Part($"{{\"alg\":\"{algorithm}\"}}")}.{Part("{\"sub\":\"1\"}")}");

        RSASignaturePadding padding = algorithm == "RS256" ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss;
        byte[] signature = algorithm == "ES256" ? ec.SignData(signed, HashAlgorithmName.SHA256) : rsa.SignData(signed, HashAlgorithmName.SHA256, padding);

        using var theirRsa = RSA.Create(rsa.ExportParameters(includePrivateParameters: false));
        using var theirEc = ECDsa.Create(ec.ExportParameters(includePrivateParameters: false));
        Assert.True(algorithm == "ES256"
            ? theirEc.VerifyData(signed, signature, HashAlgorithmName.SHA256)
            : theirRsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, padding));
        Receipt receipt = algorithm == "ES256" ? ec.LastReceipt : rsa.LastReceipt;
        Assert.StartsWith("hisi_hpre", receipt.Device, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SslStream_takes_certificates_with_device_keys(bool useRsa)
    {
        using var rsa = new WarpRsa(2048);
        using var ec = new WarpECDsa();
        CertificateRequest request = useRsa
            ? new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=localhost", ec, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(s_from, s_to);

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Task<TcpClient> accepting = listener.AcceptTcpClientAsync(limit.Token).AsTask();
        await client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port, limit.Token);
        using TcpClient accepted = await accepting;

        using var server = new SslStream(accepted.GetStream());
        using var ours = new SslStream(client.GetStream());
        Task serving = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, limit.Token);
        await ours.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = SslProtocols.None,
                RemoteCertificateValidationCallback = (_, theirs, _, _) => theirs!.GetRawCertData().AsSpan().SequenceEqual(certificate.RawDataMemory.Span),
            },
            limit.Token);
        await serving;
        await ours.WriteAsync(new byte[] { 42 }, limit.Token);
        byte[] got = new byte[1];
        await server.ReadExactlyAsync(got, limit.Token);
        Assert.Equal(42, got[0]);
    }
}
