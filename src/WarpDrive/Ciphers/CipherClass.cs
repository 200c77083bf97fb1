using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive;

/// <summary>Encryption without authentication as a class of requests.</summary>
internal sealed class CipherClass : CryptoClass<CipherRequest, QueueOptions>
{
    /// <summary>Most bytes of a request (hisi-sec.md §6.1).</summary>
    internal const int MostBytes = 0xFFFE00;

    /// <summary>Reserved memory that the driver's share, key and IV take.</summary>
    private const int Overhead = (2 * 64) + ReservedMemory.DriverShare;

    private CipherClass()
    {
    }

    internal static CipherClass Instance { get; } = new();

    internal override int DeviceLimit => MostBytes;

    internal override int LimitFor(int reservedMemory) => ((reservedMemory - Overhead) / 2) & ~63;

    internal override int StagedLength(in CipherRequest request) => ReservedMemory.Rounded(request.KeyLength)
        + (request.Iv == 0 ? 0 : ReservedMemory.Rounded(CipherFacts.IvSize(request.Algorithm))) + (2 * ReservedMemory.Rounded(request.Length));

    internal override void Stage(ReservedMemory memory, ref CipherRequest request)
    {
        request.Key = memory.PutSecret(request.Key, request.KeyLength);
        request.Iv = request.Iv == 0 ? 0 : memory.Put(request.Iv, CipherFacts.IvSize(request.Algorithm));
        request.Source = memory.Put(request.Source, request.Length);
        request.Destination = memory.Room(request.Length);
    }

    internal override void Unstage(ReservedMemory memory, in CipherRequest asked, in CipherRequest staged, in Completion completion)
    {
        memory.Take(staged.Destination, asked.Destination, asked.Length);
        if (asked.AdvanceIv && asked.Iv != 0)
        {
            memory.Take(staged.Iv, asked.Iv, CipherFacts.IvSize(asked.Algorithm));
        }
    }

    internal override (long In, long Out) Count(in CipherRequest request, in Completion completion) => (request.Length, request.Length);
}
