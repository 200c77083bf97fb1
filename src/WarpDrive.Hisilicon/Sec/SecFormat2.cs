namespace WarpDrive.Hisilicon.Sec;

/// <summary>The descriptor format of generation 2 (hisi-sec.md §3). Offset, highest and lowest bit of each field, as the page has them.</summary>
internal readonly struct SecFormat2 : ISecFormat
{
    public static uint TypeCode => SecSqe.TypeBd2;
    public static int Tag => 0x28;
    public static bool HasLongTag => false;

    public static SecField Type => new(0x00, 3, 0);
    public static SecField IsInvalid => new(0x07, 7, 7);
    public static SecField Scene => new(0x01, 6, 3);
    public static SecField IsAuthFirst => new(0x01, 0, 0);
    public static SecField DestinationUse => new(0x01, 2, 1);
    public static SecField SourceType => new(0x01, 9, 7);
    public static SecField DestinationType => new(0x02, 4, 2);
    public static SecField MacType => new(0x02, 7, 5);
    public static SecField Cipher => new(0x00, 5, 4);
    public static SecField Auth => new(0x00, 7, 6);
    public static SecField TagBytes => new(0x0c, 5, 0);
    public static SecField Stealing => new(0x0c, 8, 6);
    public static SecField KeyCode => new(0x0c, 11, 9);
    public static SecField CipherMode => new(0x0c, 15, 12);
    public static SecField CipherAlgorithm => new(0x0e, 3, 0);
    public static SecField AuthIv => new(0x05, 1, 0);
    public static SecField MacWords => new(0x08, 4, 0);
    public static SecField AuthKeyWords => new(0x08, 10, 5);
    public static SecField AuthAlgorithm => new(0x08, 16, 11);
    public static SecField Selector => default;
    public static SecField IsPrefetch => default;
    public static SecField Padding => new(0x05, 3, 2);
    public static SecField IsMacSelected => default;
    public static SecField AuthOffset => new(0x18, 15, 0);
    public static SecField CipherOffset => new(0x1a, 15, 0);
    public static SecField AuthLength => new(0x10, 23, 0);
    public static SecField CipherLength => new(0x14, 23, 0);

    public static int TotalLength => 0x30;
    public static int SourceAddress => 0x60;
    public static int DestinationAddress => 0x68;
    public static int MacAddress => 0x48;
    public static int AuthKeyAddress => 0x40;
    public static int AuthIvAddress => 0x38;
    public static int CipherKeyAddress => 0x58;
    public static int CipherIvAddress => 0x50;
}
