using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Tests.Native;

/// <summary>What is relied on of the digest contexts of libcrypto, checked by the C compiler against its headers.</summary>
public sealed class DigestLayoutTests
{
    [Fact]
    public void Contexts_begin_with_the_chaining_words_and_fit()
    {
        CCompiler.Require("/usr/include/openssl/sha.h", "libssl-dev");

        string source = $"""
            #include <stddef.h>
            #include <openssl/md5.h>
            #include <openssl/sha.h>
            #define STARTS(type, field) _Static_assert(offsetof(type, field) == 0, #type)
            #define FITS(type) _Static_assert(sizeof(type) <= {LibCrypto.DigestContextSize}, #type)
            STARTS(MD5_CTX, A); FITS(MD5_CTX);
            STARTS(SHA_CTX, h0); FITS(SHA_CTX);
            STARTS(SHA256_CTX, h); FITS(SHA256_CTX);
            STARTS(SHA512_CTX, h); FITS(SHA512_CTX);
            """;
        (int exit, string messages) = CCompiler.Check(source);
        Assert.True(exit == 0, messages);

        (int broken, _) = CCompiler.Check(source + "\nSTARTS(SHA_CTX, h1);\n");
        Assert.NotEqual(0, broken);   // the assertions are seen
    }
}
