using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>Known answers of the standards: cipher, mode, key, IV, plaintext, ciphertext, all in hexadecimal.</summary>
internal static class CipherVectors
{
    private const string Key128 = "2b7e151628aed2a6abf7158809cf4f3c";
    private const string Key192 = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b";
    private const string Key256 = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
    private const string Iv = "000102030405060708090a0b0c0d0e0f";
    private const string Counter = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    private const string None = "";

    private const string Plain =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    // RFC 3962, appendix B.
    private const string ChickenKey = "636869636b656e207465726979616b69";
    private const string ZeroIv = "00000000000000000000000000000000";
    private const string Chicken31 = "4920776f756c64206c696b65207468652047656e6572616c20476175277320";
    private const string Chicken32 = Chicken31 + "43";

    internal static TheoryData<string, CipherKind, BlockMode, string, string, string, string> All => new()
    {
        {
            "FIPS 197, C.1", CipherKind.Aes, BlockMode.Ecb, "000102030405060708090a0b0c0d0e0f", None,
            "00112233445566778899aabbccddeeff", "69c4e0d86a7b0430d8cdb78070b4c55a"
        },
        {
            "FIPS 197, C.2", CipherKind.Aes, BlockMode.Ecb, "000102030405060708090a0b0c0d0e0f1011121314151617", None,
            "00112233445566778899aabbccddeeff", "dda97ca4864cdfe06eaf70a0ec0d7191"
        },
        {
            "FIPS 197, C.3", CipherKind.Aes, BlockMode.Ecb, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", None,
            "00112233445566778899aabbccddeeff", "8ea2b7ca516745bfeafc49904b496089"
        },
        {
            "SP 800-38A, F.1.1", CipherKind.Aes, BlockMode.Ecb, Key128, None, Plain,
            "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4"
        },
        {
            "SP 800-38A, F.1.3", CipherKind.Aes, BlockMode.Ecb, Key192, None, Plain,
            "bd334f1d6e45f25ff712a214571fa5cc974104846d0ad3ad7734ecb3ecee4eefef7afd2270e2e60adce0ba2face6444e9a4b41ba738d6c72fb16691603c18e0e"
        },
        {
            "SP 800-38A, F.1.5", CipherKind.Aes, BlockMode.Ecb, Key256, None, Plain,
            "f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870b6ed21b99ca6f4f9f153e7b1beafed1d23304b7a39f9f3ff067d8d8f9e24ecc7"
        },
        {
            "SP 800-38A, F.2.1", CipherKind.Aes, BlockMode.Cbc, Key128, Iv, Plain,
            "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"
        },
        {
            "SP 800-38A, F.2.3", CipherKind.Aes, BlockMode.Cbc, Key192, Iv, Plain,
            "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd"
        },
        {
            "SP 800-38A, F.2.5", CipherKind.Aes, BlockMode.Cbc, Key256, Iv, Plain,
            "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
        },
        {
            "SP 800-38A, F.3.13", CipherKind.Aes, BlockMode.Cfb, Key128, Iv, Plain,
            "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b26751f67a3cbb140b1808cf187a4f4dfc04b05357c5d1c0eeac4c66f9ff7f2e6"
        },
        {
            "SP 800-38A, F.4.1", CipherKind.Aes, BlockMode.Ofb, Key128, Iv, Plain,
            "3b3fd92eb72dad20333449f8e83cfb4a7789508d16918f03f53c52dac54ed8259740051e9c5fecf64344f7a82260edcc304c6528f659c77866a510d9c1d6ae5e"
        },
        {
            "SP 800-38A, F.5.1", CipherKind.Aes, BlockMode.Ctr, Key128, Counter, Plain,
            "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee"
        },
        {
            "SP 800-38A, F.5.5", CipherKind.Aes, BlockMode.Ctr, Key256, Counter, Plain,
            "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6"
        },
        {
            "IEEE 1619, vector 1", CipherKind.Aes, BlockMode.Xts, ZeroIv + ZeroIv, ZeroIv, ZeroIv + ZeroIv,
            "917cf69ebd68b2ec9b9fe9a3eadda692cd43d2f59598ed858c02c2652fbf922e"
        },
        {
            "IEEE 1619, vector 2", CipherKind.Aes, BlockMode.Xts, "1111111111111111111111111111111122222222222222222222222222222222",
            "33333333330000000000000000000000", "4444444444444444444444444444444444444444444444444444444444444444",
            "c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0"
        },
        {
            "IEEE 1619, vector 15", CipherKind.Aes, BlockMode.Xts, "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0",
            "9a785634120000000000000000000000", "000102030405060708090a0b0c0d0e0f10", "6c1625db4671522d3d7599601de7ca09ed"
        },
        {
            "RFC 3962, CS1 of 31 bytes", CipherKind.Aes, BlockMode.CbcCs1, ChickenKey, ZeroIv, Chicken31,
            "97687268d6ecccc0c07b25e25ecfe5fc00783e0efdb2c1d445d4c8eff7ed22"
        },
        {
            "RFC 3962, CS2 of 31 bytes", CipherKind.Aes, BlockMode.CbcCs2, ChickenKey, ZeroIv, Chicken31,
            "fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5"
        },
        {
            "RFC 3962, CS3 of 31 bytes", CipherKind.Aes, BlockMode.CbcCs3, ChickenKey, ZeroIv, Chicken31,
            "fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5"
        },
        {
            "RFC 3962, CS1 of 32 bytes", CipherKind.Aes, BlockMode.CbcCs1, ChickenKey, ZeroIv, Chicken32,
            "97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a8"
        },
        {
            "RFC 3962, CS2 of 32 bytes", CipherKind.Aes, BlockMode.CbcCs2, ChickenKey, ZeroIv, Chicken32,
            "97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a8"
        },
        {
            "RFC 3962, CS3 of 32 bytes", CipherKind.Aes, BlockMode.CbcCs3, ChickenKey, ZeroIv, Chicken32,
            "39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584"
        },
        {
            "GB/T 32907, A.1", CipherKind.Sm4, BlockMode.Ecb, "0123456789abcdeffedcba9876543210", None,
            "0123456789abcdeffedcba9876543210", "681edf34d206965e86b3e94f536e4246"
        },
        {
            "XTS with SM4, IEEE tweak", CipherKind.Sm4, BlockMode.Xts, "1111111111111111111111111111111122222222222222222222222222222222",
            "33333333330000000000000000000000", "4444444444444444444444444444444444444444444444444444444444444444",
            "a74d726c11196a32be04e001ff29d0c7932f9f3ec29bfcb64dd17f63cbd3ea31"
        },
        {
            "XTS with SM4, GB tweak", CipherKind.Sm4, BlockMode.XtsGb, "1111111111111111111111111111111122222222222222222222222222222222",
            "33333333330000000000000000000000", "4444444444444444444444444444444444444444444444444444444444444444",
            "a74d726c11196a32be04e001ff29d0c7724feef81d666ae5afdfe4649544fcf5"
        },
        {
            "SP 800-20, table 1", CipherKind.Des, BlockMode.Ecb, "0101010101010101", None, "8000000000000000", "95f8a5e5dd31d900"
        },
        {
            "DES of one block", CipherKind.Des, BlockMode.Ecb, "133457799bbcdff1", None, "0123456789abcdef", "85e813540f0ab405"
        },
        {
            "DES in CBC of one block", CipherKind.Des, BlockMode.Cbc, "133457799bbcdff1", "0123456789abcdef", "0000000000000000",
            "85e813540f0ab405"
        },
        {
            "SP 800-67, B.1", CipherKind.TripleDes, BlockMode.Ecb, "0123456789abcdef23456789abcdef01456789abcdef0123", None,
            "5468652071756663" + "6b2062726f776e20" + "666f78206a756d70", "a826fd8ce53b855f" + "cce21c8112256fe6" + "68d5c05dd9b6b900"
        },
        {
            "triple DES of a key thrice is DES", CipherKind.TripleDes, BlockMode.Cbc, "133457799bbcdff1133457799bbcdff1",
            "0123456789abcdef", "0000000000000000", "85e813540f0ab405"
        },
    };
}
