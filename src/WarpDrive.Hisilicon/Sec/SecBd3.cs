using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>The descriptor of generation 3 and later (hisi-sec.md §4). Its 64-bit fields from 0x4c on are only 4-byte aligned.</summary>
[StructLayout(LayoutKind.Explicit, Size = SecSqe.ByteSize)]
internal struct SecBd3
{
    /// <summary>Selector 26:25 of CTR: the counter has 128 bits.</summary>
    internal const uint SelectorCounter128 = 2;
    /// <summary>Selector 26:25 of XTS: tweak of GB/T 17964; any other value is IEEE 1619.</summary>
    internal const uint SelectorTweakGb = 1;

    [FieldOffset(0x00)] private uint _header;        // type 3:0, invalid 4, scene 8:5, de 10:9, address types: source 13:11, destination 16:14, MAC 19:17
    [FieldOffset(0x04)] private ushort _cipher;      // cipher 1:0, ci_gen 3:2, c_icv_len 9:4, c_width 12:10, c_key_len 15:13
    [FieldOffset(0x06)] private byte _cipherKind;    // c_mode 3:0, c_alg 7:4
    [FieldOffset(0x07)] private byte _order;         // seq 6
    [FieldOffset(0x38)] private uint _auth;          // auth 1:0, ai_gen 3:2, mac_len 8:4, a_key_len 14:9, a_alg 20:15, selector 26:25, sva_prefetch 27
    [FieldOffset(0x44)] private uint _authLength;    // 23:0
    [FieldOffset(0x48)] private uint _cipherLength;  // 23:0
    [FieldOffset(0x4c)] private uint _destination;   // first halves of unaligned 64-bit fields
    [FieldOffset(0x54)] private uint _mac;
    [FieldOffset(0x5c)] private uint _cipherIv;
    [FieldOffset(0x64)] private uint _totalLength;
    [FieldOffset(0x6c)] private byte _stream;        // auth_pad 1:0, stream_protocol 4:2, mac_sel 5

    /// <summary>0x08: returned unchanged.</summary>
    [FieldOffset(0x08)] internal ulong Tag;
    /// <summary>0x10: input, or its list.</summary>
    [FieldOffset(0x10)] internal ulong SourceAddress;
    /// <summary>0x18: authentication key.</summary>
    [FieldOffset(0x18)] internal ulong AuthKeyAddress;
    /// <summary>0x20: auth IV, or state in.</summary>
    [FieldOffset(0x20)] internal ulong AuthIvAddress;
    /// <summary>0x30: cipher key.</summary>
    [FieldOffset(0x30)] internal ulong CipherKeyAddress;
    /// <summary>0x40: where authentication begins in the input.</summary>
    [FieldOffset(0x40)] internal ushort AuthOffset;
    /// <summary>0x42: where the cipher begins in the input, and the output in the destination.</summary>
    [FieldOffset(0x42)] internal ushort CipherOffset;
    /// <summary>0x79, out: SVA fault code.</summary>
    [FieldOffset(0x79)] internal byte SvaStatus;

    /// <summary>Descriptor type.</summary>
    internal uint Type
    {
        readonly get => SecBits.Get(_header, 0, 4);
        set => _header = SecBits.Set(_header, 0, 4, value);
    }

    /// <summary>The device must not touch memory, and completes without an error.</summary>
    internal bool IsInvalid
    {
        readonly get => SecBits.Get(_header, 4, 1) != 0;
        set => _header = SecBits.Set(_header, 4, 1, value ? 1u : 0);
    }

    /// <summary>Scene.</summary>
    internal SecScene Scene
    {
        readonly get => (SecScene)SecBits.Get(_header, 5, 4);
        set => _header = SecBits.Set(_header, 5, 4, (uint)value);
    }

    /// <summary>de: 1 when the output goes to the destination, 0 without one.</summary>
    internal uint DestinationUse
    {
        readonly get => SecBits.Get(_header, 9, 2);
        set => _header = SecBits.Set(_header, 9, 2, value);
    }

    /// <summary>Source address type.</summary>
    internal SecAddressType SourceType
    {
        readonly get => (SecAddressType)SecBits.Get(_header, 11, 3);
        set => _header = SecBits.Set(_header, 11, 3, (uint)value);
    }

    /// <summary>Destination address type.</summary>
    internal SecAddressType DestinationType
    {
        readonly get => (SecAddressType)SecBits.Get(_header, 14, 3);
        set => _header = SecBits.Set(_header, 14, 3, (uint)value);
    }

    /// <summary>MAC address type, always flat.</summary>
    internal SecAddressType MacType
    {
        readonly get => (SecAddressType)SecBits.Get(_header, 17, 3);
        set => _header = SecBits.Set(_header, 17, 3, (uint)value);
    }

    /// <summary>What the cipher does.</summary>
    internal SecCipherAction Cipher
    {
        readonly get => (SecCipherAction)SecBits.Get(_cipher, 0, 2);
        set => _cipher = (ushort)SecBits.Set(_cipher, 0, 2, (uint)value);
    }

    /// <summary>c_icv_len: bytes of the tag of CCM and GCM.</summary>
    internal uint TagBytes
    {
        readonly get => SecBits.Get(_cipher, 4, 6);
        set => _cipher = (ushort)SecBits.Set(_cipher, 4, 6, value);
    }

    /// <summary>c_width: variant 1…3 of ciphertext stealing.</summary>
    internal uint Stealing
    {
        readonly get => SecBits.Get(_cipher, 10, 3);
        set => _cipher = (ushort)SecBits.Set(_cipher, 10, 3, value);
    }

    /// <summary>c_key_len, see <see cref="SecKeyCode"/>.</summary>
    internal uint KeyCode
    {
        readonly get => SecBits.Get(_cipher, 13, 3);
        set => _cipher = (ushort)SecBits.Set(_cipher, 13, 3, value);
    }

    /// <summary>c_mode.</summary>
    internal SecCipherMode CipherMode
    {
        readonly get => (SecCipherMode)SecBits.Get(_cipherKind, 0, 4);
        set => _cipherKind = (byte)SecBits.Set(_cipherKind, 0, 4, (uint)value);
    }

    /// <summary>c_alg.</summary>
    internal SecCipherAlgorithm CipherAlgorithm
    {
        readonly get => (SecCipherAlgorithm)SecBits.Get(_cipherKind, 4, 4);
        set => _cipherKind = (byte)SecBits.Set(_cipherKind, 4, 4, (uint)value);
    }

    /// <summary>seq: authentication comes first.</summary>
    internal bool IsAuthFirst
    {
        readonly get => SecBits.Get(_order, 6, 1) != 0;
        set => _order = (byte)SecBits.Set(_order, 6, 1, value ? 1u : 0);
    }

    /// <summary>What the authentication does.</summary>
    internal SecAuthAction Auth
    {
        readonly get => (SecAuthAction)SecBits.Get(_auth, 0, 2);
        set => _auth = SecBits.Set(_auth, 0, 2, (uint)value);
    }

    /// <summary>ai_gen.</summary>
    internal SecAuthIv AuthIv
    {
        readonly get => (SecAuthIv)SecBits.Get(_auth, 2, 2);
        set => _auth = SecBits.Set(_auth, 2, 2, (uint)value);
    }

    /// <summary>mac_len, words.</summary>
    internal uint MacWords
    {
        readonly get => SecBits.Get(_auth, 4, 5);
        set => _auth = SecBits.Set(_auth, 4, 5, value);
    }

    /// <summary>a_key_len, words.</summary>
    internal uint AuthKeyWords
    {
        readonly get => SecBits.Get(_auth, 9, 6);
        set => _auth = SecBits.Set(_auth, 9, 6, value);
    }

    /// <summary>a_alg.</summary>
    internal SecAuthAlgorithm AuthAlgorithm
    {
        readonly get => (SecAuthAlgorithm)SecBits.Get(_auth, 15, 6);
        set => _auth = SecBits.Set(_auth, 15, 6, (uint)value);
    }

    /// <summary>Selector of CTR (<see cref="SelectorCounter128"/>) and XTS (<see cref="SelectorTweakGb"/>).</summary>
    internal uint Selector
    {
        readonly get => SecBits.Get(_auth, 25, 2);
        set => _auth = SecBits.Set(_auth, 25, 2, value);
    }

    /// <summary>sva_prefetch, a hint.</summary>
    internal bool IsPrefetch
    {
        readonly get => SecBits.Get(_auth, 27, 1) != 0;
        set => _auth = SecBits.Set(_auth, 27, 1, value ? 1u : 0);
    }

    /// <summary>a_len: bytes to authenticate.</summary>
    internal int AuthLength
    {
        readonly get => (int)SecBits.Get(_authLength, 0, 24);
        set => _authLength = SecBits.Set(_authLength, 0, 24, (uint)value);
    }

    /// <summary>c_len: bytes to cipher.</summary>
    internal int CipherLength
    {
        readonly get => (int)SecBits.Get(_cipherLength, 0, 24);
        set => _cipherLength = SecBits.Set(_cipherLength, 0, 24, (uint)value);
    }

    /// <summary>0x4c: output, or its list.</summary>
    internal ulong DestinationAddress
    {
        readonly get => SecBits.GetLong(in _destination);
        set => SecBits.SetLong(ref _destination, value);
    }

    /// <summary>0x54: MAC, state out, or expected tag.</summary>
    internal ulong MacAddress
    {
        readonly get => SecBits.GetLong(in _mac);
        set => SecBits.SetLong(ref _mac, value);
    }

    /// <summary>0x5c: cipher IV.</summary>
    internal ulong CipherIvAddress
    {
        readonly get => SecBits.GetLong(in _cipherIv);
        set => SecBits.SetLong(ref _cipherIv, value);
    }

    /// <summary>0x64: bits of the whole message (last descriptor of a long digest); packed bytes at the end of a GCM stream.</summary>
    internal ulong TotalLength
    {
        readonly get => SecBits.GetLong(in _totalLength);
        set => SecBits.SetLong(ref _totalLength, value);
    }

    /// <summary>auth_pad: 0 the device pads and finishes, 1 it writes the raw state.</summary>
    internal uint Padding
    {
        readonly get => SecBits.Get(_stream, 0, 2);
        set => _stream = (byte)SecBits.Set(_stream, 0, 2, value);
    }

    /// <summary>mac_sel: set in GCM streams.</summary>
    internal bool IsMacSelected
    {
        readonly get => SecBits.Get(_stream, 5, 1) != 0;
        set => _stream = (byte)SecBits.Set(_stream, 5, 1, value ? 1u : 0);
    }
}
