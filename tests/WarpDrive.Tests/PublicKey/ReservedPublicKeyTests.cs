using System.Security.Cryptography;

namespace WarpDrive.Tests.PublicKey;

/// <summary>Keys over a software HPRE device that shares no addresses.</summary>
public sealed class ReservedPublicKeyTests : IDisposable
{
    private readonly Accelerators _accelerators = new(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = false } });

    [Fact]
    public async Task Keys_work_one_after_the_other_and_together()
    {
        byte[] hash = TestData.Mixed(32, 1);
        using var rsa = new WarpRsa(2048, null, _accelerators);
        using var curve = new WarpECDsa(ECCurve.NamedCurves.nistP256, null, _accelerators);
        using var xdh = XdhKey.Generate(XdhCurve.X448, null, _accelerators);
        Assert.True(rsa.VerifyHash(hash, rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Assert.True(curve.VerifyHash(hash, curve.SignHash(hash)));
        byte[][] signatures = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => curve.SignHashAsync(hash).AsTask()));
        Assert.All(signatures, signature => Assert.True(curve.VerifyHash(hash, signature)));
        signatures = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => rsa.SignHashAsync(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).AsTask()));
        Assert.All(signatures, signature => Assert.Equal(rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), signature));
        byte[] secret = xdh.Agree(xdh.PublicKey);
        Assert.Equal(secret, await xdh.AgreeAsync(xdh.PublicKey.ToArray()));
        Assert.StartsWith("hisi_hpre", rsa.LastReceipt.Device, StringComparison.Ordinal);
    }

    public void Dispose() => _accelerators.Dispose();
}
