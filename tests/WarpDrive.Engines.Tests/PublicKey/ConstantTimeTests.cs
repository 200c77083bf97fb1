using WarpDrive.Engines.PublicKey;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class ConstantTimeTests
{
    [Fact]
    public void A_difference_anywhere_is_seen()
    {
        for (int length = 0; length < 70; length++)
        {
            byte[] a = Bytes.Random(length, length);
            byte[] b = (byte[])a.Clone();
            Assert.True(ConstantTime.AreEqual(a, b));
            Assert.False(ConstantTime.AreEqual(a, [.. b, 0]));
            for (int i = 0; i < 8 * length; i++)
            {
                b[i / 8] ^= (byte)(1 << (i % 8));
                Assert.False(ConstantTime.AreEqual(a, b));
                b[i / 8] ^= (byte)(1 << (i % 8));
            }
        }
    }
}
