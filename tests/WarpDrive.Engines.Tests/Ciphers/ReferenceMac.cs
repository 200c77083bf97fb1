using System.Buffers.Binary;
using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>CMAC and XCBC written down as SP 800-38B and RFC 3566 state them.</summary>
internal static class ReferenceMac
{
    internal static byte[] Cmac(byte[] key, byte[] message)
    {
        Func<byte[], byte[]> block = ReferenceModes.Block(CipherKind.Aes, key);
        UInt128 first = Double(BinaryPrimitives.ReadUInt128BigEndian(block(new byte[16])));
        return Chain(key, message, first, Double(first));
    }

    internal static byte[] Xcbc(byte[] key, byte[] message)
    {
        Func<byte[], byte[]> block = ReferenceModes.Block(CipherKind.Aes, key);
        byte[] chain = block([.. Enumerable.Repeat((byte)1, 16)]);
        UInt128 whole = BinaryPrimitives.ReadUInt128BigEndian(block([.. Enumerable.Repeat((byte)2, 16)]));
        UInt128 filled = BinaryPrimitives.ReadUInt128BigEndian(block([.. Enumerable.Repeat((byte)3, 16)]));
        return Chain(chain, message, whole, filled);
    }

    private static byte[] Chain(byte[] key, byte[] message, UInt128 whole, UInt128 filled)
    {
        bool isWhole = message.Length > 0 && message.Length % 16 == 0;
        byte[] all = isWhole ? [.. message] : [.. message, 0x80, .. new byte[15 - message.Length % 16]];
        Span<byte> last = all.AsSpan(all.Length - 16);
        BinaryPrimitives.WriteUInt128BigEndian(last, BinaryPrimitives.ReadUInt128BigEndian(last) ^ (isWhole ? whole : filled));
        return ReferenceModes.Encrypt(CipherKind.Aes, BlockMode.Cbc, key, new byte[16], all)[^16..];
    }

    private static UInt128 Double(UInt128 a) => a << 1 ^ (a >> 127 != 0 ? 0x87u : 0);
}
