using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>The descriptor of generation 2 (hisi-sec.md §3).</summary>
[StructLayout(LayoutKind.Explicit, Size = SecSqe.ByteSize)]
internal struct SecBd2
{
    [FieldOffset(0x00)] private byte _kind;          // type 3:0, cipher 5:4, auth 7:6
    [FieldOffset(0x01)] private byte _scene;         // seq 0, de 2:1, scene 6:3, source address type 7
    [FieldOffset(0x02)] private byte _addressTypes;  // source 1:0 (upper bits), destination 4:2, MAC 7:5
    [FieldOffset(0x05)] private byte _authIv;        // ai_gen 1:0, a_pad 3:2
    [FieldOffset(0x07)] private byte _invalid;       // invalid 7
    [FieldOffset(0x08)] private uint _auth;          // mac_len 4:0, a_key_len 10:5, a_alg 16:11
    [FieldOffset(0x0c)] private ushort _cipher;      // c_icv_len 5:0, c_width 8:6, c_key_len 11:9, c_mode 15:12
    [FieldOffset(0x0e)] private byte _cipherAlgorithm;
    [FieldOffset(0x10)] private uint _authLength;    // 23:0
    [FieldOffset(0x14)] private uint _cipherLength;  // 23:0

    /// <summary>0x18: where authentication begins in the input.</summary>
    [FieldOffset(0x18)] internal ushort AuthOffset;
    /// <summary>0x1a: where the cipher begins in the input, and the output in the destination.</summary>
    [FieldOffset(0x1a)] internal ushort CipherOffset;
    /// <summary>0x28: returned unchanged.</summary>
    [FieldOffset(0x28)] internal ushort Tag;
    /// <summary>0x30: bits of the whole message (last descriptor of a long digest); packed bytes at the end of a GCM stream.</summary>
    [FieldOffset(0x30)] internal ulong TotalLength;
    /// <summary>0x38: auth IV, or state in.</summary>
    [FieldOffset(0x38)] internal ulong AuthIvAddress;
    /// <summary>0x40: authentication key.</summary>
    [FieldOffset(0x40)] internal ulong AuthKeyAddress;
    /// <summary>0x48: MAC, state out, or expected tag.</summary>
    [FieldOffset(0x48)] internal ulong MacAddress;
    /// <summary>0x50: cipher IV.</summary>
    [FieldOffset(0x50)] internal ulong CipherIvAddress;
    /// <summary>0x58: cipher key.</summary>
    [FieldOffset(0x58)] internal ulong CipherKeyAddress;
    /// <summary>0x60: input, or its list.</summary>
    [FieldOffset(0x60)] internal ulong SourceAddress;
    /// <summary>0x68: output, or its list.</summary>
    [FieldOffset(0x68)] internal ulong DestinationAddress;

    /// <summary>Descriptor type.</summary>
    internal uint Type
    {
        readonly get => SecBits.Get(_kind, 0, 4);
        set => _kind = (byte)SecBits.Set(_kind, 0, 4, value);
    }

    /// <summary>What the cipher does.</summary>
    internal SecCipherAction Cipher
    {
        readonly get => (SecCipherAction)SecBits.Get(_kind, 4, 2);
        set => _kind = (byte)SecBits.Set(_kind, 4, 2, (uint)value);
    }

    /// <summary>What the authentication does.</summary>
    internal SecAuthAction Auth
    {
        readonly get => (SecAuthAction)SecBits.Get(_kind, 6, 2);
        set => _kind = (byte)SecBits.Set(_kind, 6, 2, (uint)value);
    }

    /// <summary>seq: authentication comes first.</summary>
    internal bool IsAuthFirst
    {
        readonly get => SecBits.Get(_scene, 0, 1) != 0;
        set => _scene = (byte)SecBits.Set(_scene, 0, 1, value ? 1u : 0);
    }

    /// <summary>de: 1 when the output goes to the destination, 0 without one.</summary>
    internal uint DestinationUse
    {
        readonly get => SecBits.Get(_scene, 1, 2);
        set => _scene = (byte)SecBits.Set(_scene, 1, 2, value);
    }

    /// <summary>Scene.</summary>
    internal SecScene Scene
    {
        readonly get => (SecScene)SecBits.Get(_scene, 3, 4);
        set => _scene = (byte)SecBits.Set(_scene, 3, 4, (uint)value);
    }

    /// <summary>Source address type; its lowest bit lies in byte 1, the upper two in byte 2.</summary>
    internal SecAddressType SourceType
    {
        readonly get => (SecAddressType)(SecBits.Get(_scene, 7, 1) | (SecBits.Get(_addressTypes, 0, 2) << 1));
        set
        {
            _scene = (byte)SecBits.Set(_scene, 7, 1, (uint)value);
            _addressTypes = (byte)SecBits.Set(_addressTypes, 0, 2, (uint)value >> 1);
        }
    }

    /// <summary>Destination address type.</summary>
    internal SecAddressType DestinationType
    {
        readonly get => (SecAddressType)SecBits.Get(_addressTypes, 2, 3);
        set => _addressTypes = (byte)SecBits.Set(_addressTypes, 2, 3, (uint)value);
    }

    /// <summary>MAC address type, always flat.</summary>
    internal SecAddressType MacType
    {
        readonly get => (SecAddressType)SecBits.Get(_addressTypes, 5, 3);
        set => _addressTypes = (byte)SecBits.Set(_addressTypes, 5, 3, (uint)value);
    }

    /// <summary>ai_gen.</summary>
    internal SecAuthIv AuthIv
    {
        readonly get => (SecAuthIv)SecBits.Get(_authIv, 0, 2);
        set => _authIv = (byte)SecBits.Set(_authIv, 0, 2, (uint)value);
    }

    /// <summary>a_pad: 0 the device pads and finishes, 1 it writes the raw state.</summary>
    internal uint Padding
    {
        readonly get => SecBits.Get(_authIv, 2, 2);
        set => _authIv = (byte)SecBits.Set(_authIv, 2, 2, value);
    }

    /// <summary>The device must not touch memory, and completes without an error.</summary>
    internal bool IsInvalid
    {
        readonly get => SecBits.Get(_invalid, 7, 1) != 0;
        set => _invalid = (byte)SecBits.Set(_invalid, 7, 1, value ? 1u : 0);
    }

    /// <summary>mac_len, words.</summary>
    internal uint MacWords
    {
        readonly get => SecBits.Get(_auth, 0, 5);
        set => _auth = SecBits.Set(_auth, 0, 5, value);
    }

    /// <summary>a_key_len, words.</summary>
    internal uint AuthKeyWords
    {
        readonly get => SecBits.Get(_auth, 5, 6);
        set => _auth = SecBits.Set(_auth, 5, 6, value);
    }

    /// <summary>a_alg.</summary>
    internal SecAuthAlgorithm AuthAlgorithm
    {
        readonly get => (SecAuthAlgorithm)SecBits.Get(_auth, 11, 6);
        set => _auth = SecBits.Set(_auth, 11, 6, (uint)value);
    }

    /// <summary>c_icv_len: bytes of the tag of CCM and GCM.</summary>
    internal uint TagBytes
    {
        readonly get => SecBits.Get(_cipher, 0, 6);
        set => _cipher = (ushort)SecBits.Set(_cipher, 0, 6, value);
    }

    /// <summary>c_width: variant 1…3 of ciphertext stealing.</summary>
    internal uint Stealing
    {
        readonly get => SecBits.Get(_cipher, 6, 3);
        set => _cipher = (ushort)SecBits.Set(_cipher, 6, 3, value);
    }

    /// <summary>c_key_len, see <see cref="SecKeyCode"/>.</summary>
    internal uint KeyCode
    {
        readonly get => SecBits.Get(_cipher, 9, 3);
        set => _cipher = (ushort)SecBits.Set(_cipher, 9, 3, value);
    }

    /// <summary>c_mode.</summary>
    internal SecCipherMode CipherMode
    {
        readonly get => (SecCipherMode)SecBits.Get(_cipher, 12, 4);
        set => _cipher = (ushort)SecBits.Set(_cipher, 12, 4, (uint)value);
    }

    /// <summary>c_alg.</summary>
    internal SecCipherAlgorithm CipherAlgorithm
    {
        readonly get => (SecCipherAlgorithm)SecBits.Get(_cipherAlgorithm, 0, 4);
        set => _cipherAlgorithm = (byte)SecBits.Set(_cipherAlgorithm, 0, 4, (uint)value);
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
}
