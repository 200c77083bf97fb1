namespace WarpDrive.Hisilicon.Sec;

/// <summary>The fields of a descriptor of either format, as the device works on them.</summary>
internal struct SecCommand
{
    internal bool IsBd3;
    internal bool IsInvalid;
    internal bool IsAuthFirst;
    internal SecScene Scene;
    internal SecCipherAction Cipher;
    internal SecAuthAction Auth;
    internal SecAddressType SourceType;
    internal SecAddressType DestinationType;
    internal SecAddressType MacType;
    internal SecAuthIv AuthIv;
    internal SecAuthAlgorithm AuthAlgorithm;
    internal SecCipherMode CipherMode;
    internal SecCipherAlgorithm CipherAlgorithm;
    internal uint Padding;
    internal uint MacWords;
    internal uint AuthKeyWords;
    internal uint TagBytes;
    internal uint Stealing;
    internal uint KeyCode;
    internal uint Selector;
    internal int AuthLength;
    internal int CipherLength;
    internal int AuthOffset;
    internal int CipherOffset;
    internal ulong TotalLength;
    internal ulong Source;
    internal ulong Destination;
    internal ulong Mac;
    internal ulong AuthKey;
    internal ulong AuthIvAddress;
    internal ulong CipherKey;
    internal ulong CipherIv;

    /// <summary>Takes a descriptor apart.</summary>
    /// <param name="sqe">Of type 2 or 3.</param>
    internal void Read(in SecSqe sqe)
    {
        if (sqe.Type == SecSqe.TypeBd3)
        {
            Read(in sqe.Bd3);
        }
        else
        {
            Read(in sqe.Bd2);
        }
    }

    private void Read<TFormat>(in SecBd<TFormat> bd)
        where TFormat : struct, ISecFormat
    {
        IsBd3 = TFormat.TypeCode == SecSqe.TypeBd3;
        IsInvalid = bd.IsInvalid;
        IsAuthFirst = bd.IsAuthFirst;
        Scene = bd.Scene;
        Cipher = bd.Cipher;
        Auth = bd.Auth;
        SourceType = bd.SourceType;
        DestinationType = bd.DestinationType;
        MacType = bd.MacType;
        AuthIv = bd.AuthIv;
        AuthAlgorithm = bd.AuthAlgorithm;
        CipherMode = bd.CipherMode;
        CipherAlgorithm = bd.CipherAlgorithm;
        bool isStream = !IsBd3 || bd.Scene == SecScene.Stream;   // 0x64…0x6f of generation 3 mean something else in other scenes (§4)
        Padding = isStream ? bd.Padding : 0;
        TotalLength = isStream ? bd.TotalLength : 0;
        MacWords = bd.MacWords;
        AuthKeyWords = bd.AuthKeyWords;
        TagBytes = bd.TagBytes;
        Stealing = bd.Stealing;
        KeyCode = bd.KeyCode;
        Selector = bd.Selector;
        AuthLength = bd.AuthLength;
        CipherLength = bd.CipherLength;
        AuthOffset = bd.AuthOffset;
        CipherOffset = bd.CipherOffset;
        Source = bd.SourceAddress;
        Destination = bd.DestinationAddress;
        Mac = bd.MacAddress;
        AuthKey = bd.AuthKeyAddress;
        AuthIvAddress = bd.AuthIvAddress;
        CipherKey = bd.CipherKeyAddress;
        CipherIv = bd.CipherIvAddress;
        if (bd.DestinationUse == 0)
        {
            Destination = Source;   // in place (§2, 4)
            DestinationType = SourceType;
        }
    }
}
