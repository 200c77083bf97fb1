using System.Runtime.Intrinsics;
using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>AES without instructions and without tables, which this machine may never choose by itself.</summary>
public sealed unsafe class AesPortableTests
{
    [Theory]
    [InlineData("000102030405060708090a0b0c0d0e0f", "69c4e0d86a7b0430d8cdb78070b4c55a")]
    [InlineData("000102030405060708090a0b0c0d0e0f1011121314151617", "dda97ca4864cdfe06eaf70a0ec0d7191")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "8ea2b7ca516745bfeafc49904b496089")]
    public void The_answers_of_FIPS_197_are_met(string key, string cipher)
    {
        byte[] bytes = CipherCase.Pinned(Convert.FromHexString(key), 0);
        AesSchedule schedule;
        AesSchedule.Expand(CipherCase.Pointer(bytes), key.Length / 2, &schedule);
        var plain = Vector128.Create(Convert.FromHexString("00112233445566778899aabbccddeeff"));
        Vector128<byte> encrypted = AesPortable.Encrypt(schedule.Encryption, schedule.Rounds, plain);
        Assert.Equal(cipher, Hex(encrypted));
        Assert.Equal(plain, AesPortable.Decrypt(schedule.Decryption, schedule.Rounds, encrypted));
    }

    [Fact]
    public void SubBytes_and_InvMixColumns_equal_the_instructions()
    {
        Assert.SkipUnless(AesRounds.HasInstructions, "the processor has no AES instructions to compare with");
        for (int i = 0; i < 256; i++)
        {
            uint word = (uint)(i | (i * 7 & 0xFF) << 8 | (255 - i) << 16 | (i ^ 0x5A) << 24);
            Assert.Equal(AesRounds.SubWord(word), AesPortable.SubBytes(Vector128.Create(word).AsByte()).AsUInt32().ToScalar());
            Vector128<byte> state = Vector128.Create(word, ~word, word * 3, word ^ 0x01020408).AsByte();
            Assert.Equal(AesRounds.InverseMixColumns(state), AesPortable.InverseMixColumns(state));
        }
    }

    private static string Hex(Vector128<byte> block)
    {
        byte[] bytes = new byte[16];
        block.CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
