using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>Public-key operations as a class of requests. Drivers copy operands and results themselves, so that nothing is staged here.</summary>
internal sealed class PublicKeyClass : CryptoClass<PublicKeyRequest, PublicKeyQueueOptions>
{
    private PublicKeyClass()
    {
    }

    internal static PublicKeyClass Instance { get; } = new();

    internal override bool IsStaged => false;

    internal override int DeviceLimit => int.MaxValue;

    internal override int LimitFor(int reservedMemory) => int.MaxValue;

    internal override int StagedLength(in PublicKeyRequest request) => 0;

    internal override void Stage(ReservedMemory memory, ref PublicKeyRequest request)
    {
    }

    internal override void Unstage(ReservedMemory memory, in PublicKeyRequest asked, in PublicKeyRequest staged, in Completion completion)
    {
    }

    internal override (long In, long Out) Count(in PublicKeyRequest request, in Completion completion) => (request.InputLength, completion.Produced);
}
