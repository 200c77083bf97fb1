namespace WarpDrive.Hisilicon.Sec;

/// <summary>The fields of an AEAD descriptor, in neither format (hisi-sec.md §7.1, §7.4).</summary>
internal struct SecAeadFields
{
    /// <summary>Scene.</summary>
    internal SecScene Scene;
    /// <summary>The device must not touch memory.</summary>
    internal bool IsInvalid;
    /// <summary>Source and destination are lists.</summary>
    internal bool IsScattered;
    /// <summary>seq.</summary>
    internal bool IsAuthFirst;
    /// <summary>mac_sel.</summary>
    internal bool IsMacSelected;
    /// <summary>sva_prefetch.</summary>
    internal bool IsPrefetch;
    /// <summary>de.</summary>
    internal uint DestinationUse;
    /// <summary>cipher.</summary>
    internal SecCipherAction Cipher;
    /// <summary>auth.</summary>
    internal SecAuthAction Auth;
    /// <summary>c_mode.</summary>
    internal SecCipherMode Mode;
    /// <summary>c_alg.</summary>
    internal SecCipherAlgorithm CipherAlgorithm;
    /// <summary>c_key_len.</summary>
    internal uint KeyCode;
    /// <summary>c_icv_len.</summary>
    internal uint TagBytes;
    /// <summary>a_alg.</summary>
    internal SecAuthAlgorithm AuthAlgorithm;
    /// <summary>mac_len.</summary>
    internal uint MacWords;
    /// <summary>a_key_len.</summary>
    internal uint AuthKeyWords;
    /// <summary>ai_gen.</summary>
    internal SecAuthIv AuthIv;
    /// <summary>pad.</summary>
    internal uint Padding;
    /// <summary>a_len.</summary>
    internal int AuthLength;
    /// <summary>c_len.</summary>
    internal int CipherLength;
    /// <summary>cipher_src_offset.</summary>
    internal int CipherOffset;
    /// <summary>long_a_data_len.</summary>
    internal ulong TotalLength;
    /// <summary>data_src_addr.</summary>
    internal ulong Source;
    /// <summary>data_dst_addr.</summary>
    internal ulong Destination;
    /// <summary>mac_addr.</summary>
    internal ulong Mac;
    /// <summary>c_key_addr.</summary>
    internal ulong CipherKey;
    /// <summary>a_key_addr.</summary>
    internal ulong AuthKey;
    /// <summary>c_ivin_addr.</summary>
    internal ulong CipherIv;
    /// <summary>a_ivin_addr.</summary>
    internal ulong AuthIvAddress;

    /// <summary>Writes a descriptor.</summary>
    /// <param name="bd">What is there is overwritten whole.</param>
    /// <param name="tag">Number of the request.</param>
    internal readonly void Write<TFormat>(ref SecBd<TFormat> bd, ulong tag)
        where TFormat : struct, ISecFormat
    {
        bd = default;
        bd.Type = TFormat.TypeCode;
        bd.Scene = Scene;
        bd.IsInvalid = IsInvalid;
        bd.Tag = tag;
        bd.IsAuthFirst = IsAuthFirst;
        bd.DestinationUse = DestinationUse;
        bd.SourceType = IsScattered ? SecAddressType.List : SecAddressType.Flat;
        bd.DestinationType = IsScattered ? SecAddressType.List : SecAddressType.Flat;
        bd.Cipher = Cipher;
        bd.Auth = Auth;
        bd.CipherMode = Mode;
        bd.CipherAlgorithm = CipherAlgorithm;
        bd.KeyCode = KeyCode;
        bd.TagBytes = TagBytes;
        bd.AuthAlgorithm = AuthAlgorithm;
        bd.MacWords = MacWords;
        bd.AuthKeyWords = AuthKeyWords;
        bd.AuthIv = AuthIv;
        bd.Padding = Padding;
        bd.IsMacSelected = IsMacSelected;
        bd.IsPrefetch = IsPrefetch;
        bd.AuthLength = AuthLength;
        bd.CipherLength = CipherLength;
        bd.CipherOffset = (ushort)CipherOffset;
        bd.TotalLength = TotalLength;
        bd.SourceAddress = Source;
        bd.DestinationAddress = Destination;
        bd.MacAddress = Mac;
        bd.CipherKeyAddress = CipherKey;
        bd.AuthKeyAddress = AuthKey;
        bd.CipherIvAddress = CipherIv;
        bd.AuthIvAddress = AuthIvAddress;
    }
}
