using System.Security.Cryptography;
using WarpDrive.Testing;

namespace WarpDrive.Tests.PublicKey;

/// <summary>Warm calls into the caller's memory allocate nothing.</summary>
public sealed class WarmPublicKeyTests
{
    private const int Calls = 50;

    private static readonly byte[] s_digest = SHA256.HashData("message"u8);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rsa_signatures_allocate_nothing(bool pss)
    {
        RSASignaturePadding padding = pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        using var key = new WarpRsa(2048);
        byte[] signature = new byte[256];
        void Round()
        {
            Assert.True(key.TrySignHash(s_digest, signature, HashAlgorithmName.SHA256, padding, out int written));
            Assert.True(key.VerifyHash(s_digest, signature.AsSpan(0, written), HashAlgorithmName.SHA256, padding));
        }

        Round();
        Assert.Equal(0, Allocations.Least(Calls, _ => Round()));
    }

    [Fact]
    public void Ecdsa_signatures_allocate_nothing()
    {
        using var key = new WarpECDsa(ECCurve.NamedCurves.nistP256);
        byte[] signature = new byte[64];
        void Round()
        {
            Assert.True(key.TrySignHash(s_digest, signature, out int written));
            Assert.True(key.VerifyHash(s_digest, signature.AsSpan(0, written)));
        }

        Round();
        Assert.Equal(0, Allocations.Least(Calls, _ => Round()));
    }

    [Fact]
    public void A_call_is_given_out_zeroed_and_without_the_key_of_the_last()
    {
        for (int i = 0; i < 4; i++)
        {
            using PublicKeyCall call = PublicKeyCall.Rent(default, null, 100, 28);
            Assert.False(call.Input.ContainsAnyExcept((byte)0));
            Assert.False(call.Output.ContainsAnyExcept((byte)0));
            Assert.Null(call.Request.Key);
            call.Input.Fill(1);
            call.Output.Fill(2);
        }
    }
}
