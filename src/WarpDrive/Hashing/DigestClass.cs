using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Digests and message authentication codes as a class of requests.</summary>
internal sealed class DigestClass : CryptoClass<DigestRequest, QueueOptions>
{
    /// <summary>Most bytes of a message or a part (hisi-sec.md §6.2); a multiple of every digest's block.</summary>
    internal const int MostBytes = 0xFFFE00;

    /// <summary>Reserved memory that the driver's share, key, IV and digest take.</summary>
    private const int Overhead = (4 * 128) + ReservedMemory.DriverShare;

    private DigestClass()
    {
    }

    internal static DigestClass Instance { get; } = new();

    internal override int DeviceLimit => MostBytes;

    internal override int LimitFor(int reservedMemory) => (reservedMemory - Overhead) & ~127;

    internal override int StagedLength(in DigestRequest request) => request.SourceList is not null
        ? int.MaxValue
        : ReservedMemory.Rounded(request.SourceLength) + ReservedMemory.Rounded(request.KeyLength)
            + (request.Iv == 0 ? 0 : ReservedMemory.Rounded(DigestFacts.IvBuffer)) + ReservedMemory.Rounded(DigestFacts.StateSize(request.Algorithm));

    internal override void Stage(ReservedMemory memory, ref DigestRequest request)
    {
        int state = DigestFacts.StateSize(request.Algorithm);
        bool reads = request.Part is StreamPart.Middle or StreamPart.Last;
        request.Source = memory.Put(request.Source, request.SourceLength);
        request.Key = request.KeyLength == 0 ? 0 : memory.PutSecret(request.Key, request.KeyLength);
        request.Iv = request.Iv == 0 ? 0 : memory.Put(request.Iv, DigestFacts.IvBuffer);
        request.Digest = reads ? memory.PutSecret(request.Digest, state) : memory.Room(state);
    }

    internal override void Unstage(ReservedMemory memory, in DigestRequest asked, in DigestRequest staged, in Completion completion)
    {
        bool ends = asked.Part is StreamPart.Whole or StreamPart.Last;
        memory.Take(staged.Digest, asked.Digest, ends ? asked.DigestLength : DigestFacts.StateSize(asked.Algorithm));
    }

    internal override (long In, long Out) Count(in DigestRequest request, in Completion completion) => (request.SourceLength, completion.Produced);
}
