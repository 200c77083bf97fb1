using System.Text;
using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

/// <summary>Known answers of the standards.</summary>
internal static class HashVectors
{
    private const string Abc = "abc";
    private const string TwoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    private const string TwoLargeBlocks =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

    /// <summary>A million times the letter a: FIPS 180-4 gives its hashes, RFC 1321 does not.</summary>
    internal static byte[] Million { get; } = Enumerable.Repeat((byte)'a', 1_000_000).ToArray();

    internal static (HashKind Kind, byte[] Message, string Digest)[] Digests { get; } =
    [
        // RFC 1321 appendix A.5
        (HashKind.Md5, [], "d41d8cd98f00b204e9800998ecf8427e"),
        (HashKind.Md5, Text("a"), "0cc175b9c0f1b6a831c399e269772661"),
        (HashKind.Md5, Text(Abc), "900150983cd24fb0d6963f7d28e17f72"),
        (HashKind.Md5, Text("message digest"), "f96b697d7cb7938d525a2f31aaf161d0"),
        (HashKind.Md5, Text("abcdefghijklmnopqrstuvwxyz"), "c3fcd3d76192e4007dfb496cca67e13b"),
        (HashKind.Md5, Text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"), "d174ab98d277d9f5a5611c2c9f419d9f"),
        (HashKind.Md5, Digits(8), "57edf4a22be3c955ac49da2e2107b67a"),

        // FIPS 180 and its published examples
        (HashKind.Sha1, Text(Abc), "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (HashKind.Sha1, Text(TwoBlocks), "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
        (HashKind.Sha1, Million, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        (HashKind.Sha224, Text(Abc), "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
        (HashKind.Sha224, Text(TwoBlocks), "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525"),
        (HashKind.Sha224, Million, "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67"),
        (HashKind.Sha256, Text(Abc), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (HashKind.Sha256, Text(TwoBlocks), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        (HashKind.Sha256, Million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        (HashKind.Sha384, Text(Abc), "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"),
        (HashKind.Sha384, Text(TwoLargeBlocks), "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039"),
        (HashKind.Sha384, Million, "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985"),
        (HashKind.Sha512, Text(Abc),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"),
        (HashKind.Sha512, Text(TwoLargeBlocks),
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"),
        (HashKind.Sha512, Million,
            "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973ebde0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"),
        (HashKind.Sha512T224, Text(Abc), "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa"),
        (HashKind.Sha512T224, Text(TwoLargeBlocks), "23fec5bb94d60b23308192640b0c453335d664734fe40e7268674af9"),
        (HashKind.Sha512T256, Text(Abc), "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
        (HashKind.Sha512T256, Text(TwoLargeBlocks), "3928e184fb8690f840da3988121d31be65cb9d3ef83ee6146feac861e19b563a"),

        // GB/T 32905-2016 appendix A
        (HashKind.Sm3, Text(Abc), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (HashKind.Sm3, Text(string.Concat(Enumerable.Repeat("abcd", 16))), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ];

    /// <summary>Keys of at most a block; longer ones are hashed by the caller.</summary>
    internal static (HashKind Kind, byte[] Key, byte[] Message, string Tag)[] Tags { get; } =
    [
        // RFC 2202 sections 2 and 3
        (HashKind.Md5, Fill(0x0b, 16), Text("Hi There"), "9294727a3638bb1c13f48ef8158bfc9d"),
        (HashKind.Md5, Text("Jefe"), Text("what do ya want for nothing?"), "750c783e6ab0b503eaa86e310a5db738"),
        (HashKind.Md5, Fill(0xaa, 16), Fill(0xdd, 50), "56be34521d144c88dbb8c733f0e8b3f6"),
        (HashKind.Md5, Count(25), Fill(0xcd, 50), "697eaf0aca3a3aea3a75164746ffaa79"),
        (HashKind.Sha1, Fill(0x0b, 20), Text("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00"),
        (HashKind.Sha1, Text("Jefe"), Text("what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (HashKind.Sha1, Fill(0xaa, 20), Fill(0xdd, 50), "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
        (HashKind.Sha1, Count(25), Fill(0xcd, 50), "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),

        // RFC 4231 sections 4.2 to 4.5; 4.7 has a key of 131 bytes
        (HashKind.Sha224, Fill(0x0b, 20), Text("Hi There"), "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22"),
        (HashKind.Sha256, Fill(0x0b, 20), Text("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (HashKind.Sha384, Fill(0x0b, 20), Text("Hi There"),
            "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"),
        (HashKind.Sha512, Fill(0x0b, 20), Text("Hi There"),
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"),
        (HashKind.Sha224, Text("Jefe"), Text("what do ya want for nothing?"), "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"),
        (HashKind.Sha256, Text("Jefe"), Text("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (HashKind.Sha384, Text("Jefe"), Text("what do ya want for nothing?"),
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"),
        (HashKind.Sha512, Text("Jefe"), Text("what do ya want for nothing?"),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"),
        (HashKind.Sha256, Fill(0xaa, 20), Fill(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (HashKind.Sha512, Fill(0xaa, 20), Fill(0xdd, 50),
            "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"),
        (HashKind.Sha256, Count(25), Fill(0xcd, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (HashKind.Sha512, Count(25), Fill(0xcd, 50),
            "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"),
    ];

    internal static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    internal static byte[] Count(int length, int from = 1) => Enumerable.Range(from, length).Select(value => (byte)value).ToArray();

    internal static byte[] Fill(byte value, int length) => Enumerable.Repeat(value, length).ToArray();

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Digits(int times) => Text(string.Concat(Enumerable.Repeat("1234567890", times)));
}
