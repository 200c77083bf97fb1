using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Tests.Native;

/// <summary>A library is there with a file and a version, or missing with a reason.</summary>
public sealed class NativeLibrariesTests
{
    [Fact]
    public void Libcrypto_tells_its_file_and_version_or_why_it_is_missing()
    {
        Assert.Equal(LibCrypto.IsAvailable, LibCrypto.Reason.Length == 0);
        if (LibCrypto.IsAvailable)
        {
            Assert.Contains("libcrypto", LibCrypto.Path, StringComparison.Ordinal);
            Assert.NotEmpty(LibCrypto.Version);
            Assert.NotEqual(0, LibCrypto.Find("EVP_CIPHER_CTX_new"));
        }

        Assert.Equal(0, LibCrypto.Find("no_such_function_of_libcrypto"));
    }

    [Fact]
    public unsafe void Ipsec_mb_tells_its_file_and_version_or_why_it_is_missing()
    {
        Assert.Equal(IpsecMb.IsAvailable, IpsecMb.Reason.Length == 0);
        Assert.SkipUnless(IpsecMb.IsAvailable, IpsecMb.Reason);

        Assert.Contains("libIPSec_MB", IpsecMb.Path, StringComparison.Ordinal);
        Assert.NotEmpty(IpsecMb.Version);
        ImbManager* manager = IpsecMb.Allocate();
        Assert.Equal(0, manager->Error);
        IpsecMb.Free(manager);
    }
}
