namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>The same on a kernel without PROCMAP_QUERY.</summary>
public sealed class ParsedProcessAddressSpaceTests : ProcessAddressSpaceContract
{
    private protected override ProcessFixture Create() => new(parse: true);
}
