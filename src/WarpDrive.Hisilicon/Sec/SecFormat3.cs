namespace WarpDrive.Hisilicon.Sec;

/// <summary>The descriptor format of generation 3 and later (hisi-sec.md §4). Offset, highest and lowest bit of each field, as the page has them.</summary>
internal readonly struct SecFormat3 : ISecFormat
{
    /// <summary>Selector of CTR: the counter has 128 bits.</summary>
    internal const uint SelectorCounter128 = 2;
    /// <summary>Selector of XTS: tweak of GB/T 17964; any other value is IEEE 1619.</summary>
    internal const uint SelectorTweakGb = 1;

    public static uint TypeCode => SecSqe.TypeBd3;
    public static int Tag => 0x08;
    public static bool HasLongTag => true;

    public static SecField Type => new(0x00, 3, 0);
    public static SecField IsInvalid => new(0x00, 4, 4);
    public static SecField Scene => new(0x00, 8, 5);
    public static SecField IsAuthFirst => new(0x07, 6, 6);
    public static SecField DestinationUse => new(0x00, 10, 9);
    public static SecField SourceType => new(0x00, 13, 11);
    public static SecField DestinationType => new(0x00, 16, 14);
    public static SecField MacType => new(0x00, 19, 17);
    public static SecField Cipher => new(0x04, 1, 0);
    public static SecField Auth => new(0x38, 1, 0);
    public static SecField TagBytes => new(0x04, 9, 4);
    public static SecField Stealing => new(0x04, 12, 10);
    public static SecField KeyCode => new(0x04, 15, 13);
    public static SecField CipherMode => new(0x06, 3, 0);
    public static SecField CipherAlgorithm => new(0x06, 7, 4);
    public static SecField AuthIv => new(0x38, 3, 2);
    public static SecField MacWords => new(0x38, 8, 4);
    public static SecField AuthKeyWords => new(0x38, 14, 9);
    public static SecField AuthAlgorithm => new(0x38, 20, 15);
    public static SecField Selector => new(0x38, 26, 25);
    public static SecField IsPrefetch => new(0x38, 27, 27);
    public static SecField Padding => new(0x6c, 1, 0);
    public static SecField IsMacSelected => new(0x6c, 5, 5);
    public static SecField AuthOffset => new(0x40, 15, 0);
    public static SecField CipherOffset => new(0x42, 15, 0);
    public static SecField AuthLength => new(0x44, 23, 0);
    public static SecField CipherLength => new(0x48, 23, 0);

    public static int TotalLength => 0x64;
    public static int SourceAddress => 0x10;
    public static int DestinationAddress => 0x4c;
    public static int MacAddress => 0x54;
    public static int AuthKeyAddress => 0x18;
    public static int AuthIvAddress => 0x20;
    public static int CipherKeyAddress => 0x30;
    public static int CipherIvAddress => 0x5c;
}
