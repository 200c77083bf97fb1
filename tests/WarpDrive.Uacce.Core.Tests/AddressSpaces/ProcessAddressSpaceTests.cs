namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

public sealed class ProcessAddressSpaceTests : ProcessAddressSpaceContract
{
    private protected override ProcessFixture Create() => new();
}
