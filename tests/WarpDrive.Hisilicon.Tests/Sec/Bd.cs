using System.Buffers.Binary;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>A descriptor made by hand from the tables of hisi-sec.md §3 and §4: knows nothing of the driver's or the device's structures.</summary>
internal sealed class Bd
{
    private Bd(int type, int scene)
    {
        IsBd3 = type == 3;
        Put(0, 0, 4, (ulong)type);
        if (IsBd3)
        {
            Put(0, 5, 4, (ulong)scene);
        }
        else
        {
            Put(1, 3, 4, (ulong)scene);
        }
    }

    internal byte[] Bytes { get; } = new byte[128];

    internal bool IsBd3 { get; }

    internal static Bd OfType(int type, int scene) => new(type, scene);

    /// <summary>A digest: scene 1 for BD2, 7 for BD3.</summary>
    internal static Bd Digest(int type, int algorithm, ulong source, int length, ulong mac, int macWords) =>
        OfType(type, type == 2 ? 1 : 7).Auth(1).AuthAlgorithm(algorithm).MacWords(macWords).AuthLength(length).Source(source).Mac(mac);

    /// <summary>A cipher: scene 1, destination used.</summary>
    internal static Bd Cipher(int type, int action, int algorithm, int mode, int keyCode, ulong source, ulong destination, int length, ulong key, ulong iv) =>
        OfType(type, 1).Action(action).CipherAlgorithm(algorithm).Mode(mode).KeyCode(keyCode).CipherLength(length)
            .Source(source).Destination(destination).CipherKey(key).CipherIv(iv);

    /// <summary>Writes a field: bits from <paramref name="low"/> of the little-endian word at <paramref name="offset"/>.</summary>
    internal Bd Put(int offset, int low, int width, ulong value)
    {
        Span<byte> word = Bytes.AsSpan(offset, Math.Min(8, 128 - offset));
        Span<byte> padded = stackalloc byte[8];
        word.CopyTo(padded);
        ulong mask = width == 64 ? ulong.MaxValue : ((1UL << width) - 1) << low;
        ulong old = BinaryPrimitives.ReadUInt64LittleEndian(padded);
        BinaryPrimitives.WriteUInt64LittleEndian(padded, (old & ~mask) | ((value << low) & mask));
        padded[..word.Length].CopyTo(word);
        return this;
    }

    internal Bd Invalid() => IsBd3 ? Put(0, 4, 1, 1) : Put(7, 7, 1, 1);

    internal Bd Auth(int value) => IsBd3 ? Put(0x38, 0, 2, (ulong)value) : Put(0, 6, 2, (ulong)value);

    internal Bd AuthIvSource(int value) => IsBd3 ? Put(0x38, 2, 2, (ulong)value) : Put(5, 0, 2, (ulong)value);

    internal Bd Padding(int value) => IsBd3 ? Put(0x6C, 0, 2, (ulong)value) : Put(5, 2, 2, (ulong)value);

    internal Bd MacWords(int value) => IsBd3 ? Put(0x38, 4, 5, (ulong)value) : Put(8, 0, 5, (ulong)value);

    internal Bd AuthKeyWords(int value) => IsBd3 ? Put(0x38, 9, 6, (ulong)value) : Put(8, 5, 6, (ulong)value);

    internal Bd AuthAlgorithm(int value) => IsBd3 ? Put(0x38, 15, 6, (ulong)value) : Put(8, 11, 6, (ulong)value);

    internal Bd AuthLength(int value) => Put(IsBd3 ? 0x44 : 0x10, 0, 24, (ulong)value);

    internal Bd CipherLength(int value) => Put(IsBd3 ? 0x48 : 0x14, 0, 24, (ulong)value);

    internal Bd AuthOffset(int value) => Put(IsBd3 ? 0x40 : 0x18, 0, 16, (ulong)value);

    internal Bd CipherOffset(int value) => Put(IsBd3 ? 0x42 : 0x1A, 0, 16, (ulong)value);

    internal Bd TotalLength(ulong value) => Put(IsBd3 ? 0x64 : 0x30, 0, 64, value);

    internal Bd Source(ulong value) => Put(IsBd3 ? 0x10 : 0x60, 0, 64, value);

    internal Bd SourceList(ulong value) => (IsBd3 ? Put(0, 11, 3, 1) : Put(1, 7, 1, 1)).Source(value);

    /// <summary>Sets the address and de.</summary>
    internal Bd Destination(ulong value) => IsBd3 ? Put(0, 9, 2, 1).Put(0x4C, 0, 64, value) : Put(1, 1, 2, 1).Put(0x68, 0, 64, value);

    internal Bd DestinationList(ulong value) => (IsBd3 ? Put(0, 14, 3, 1) : Put(2, 2, 3, 1)).Destination(value);

    /// <summary>de = 0: a cipher works in place.</summary>
    internal Bd InPlace() => IsBd3 ? Put(0, 9, 2, 0) : Put(1, 1, 2, 0);

    internal Bd Mac(ulong value) => Put(IsBd3 ? 0x54 : 0x48, 0, 64, value);

    internal Bd AuthKey(ulong value) => Put(IsBd3 ? 0x18 : 0x40, 0, 64, value);

    internal Bd AuthIv(ulong value) => Put(IsBd3 ? 0x20 : 0x38, 0, 64, value);

    internal Bd CipherKey(ulong value) => Put(IsBd3 ? 0x30 : 0x58, 0, 64, value);

    internal Bd CipherIv(ulong value) => Put(IsBd3 ? 0x5C : 0x50, 0, 64, value);

    internal Bd Action(int value) => IsBd3 ? Put(4, 0, 2, (ulong)value) : Put(0, 4, 2, (ulong)value);

    internal Bd CipherAlgorithm(int value) => IsBd3 ? Put(6, 4, 4, (ulong)value) : Put(0x0E, 0, 4, (ulong)value);

    internal Bd Mode(int value) => IsBd3 ? Put(6, 0, 4, (ulong)value) : Put(0x0C, 12, 4, (ulong)value);

    internal Bd KeyCode(int value) => IsBd3 ? Put(4, 13, 3, (ulong)value) : Put(0x0C, 9, 3, (ulong)value);

    internal Bd Width(int value) => IsBd3 ? Put(4, 10, 3, (ulong)value) : Put(0x0C, 6, 3, (ulong)value);

    internal Bd TagBytes(int value) => IsBd3 ? Put(4, 4, 6, (ulong)value) : Put(0x0C, 0, 6, (ulong)value);

    internal Bd Selector(int value) => Put(0x38, 25, 2, (ulong)value);

    internal Bd AuthFirst() => IsBd3 ? Put(7, 6, 1, 1) : Put(1, 0, 1, 1);

    internal Bd Tag(ulong value) => IsBd3 ? Put(8, 0, 64, value) : Put(0x28, 0, 16, value);
}
