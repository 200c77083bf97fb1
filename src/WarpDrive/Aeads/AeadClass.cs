using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>Authenticated encryption as a class of requests.</summary>
internal sealed class AeadClass : CryptoClass<AeadRequest, QueueOptions>
{
    /// <summary>Most bytes of associated data and payload together (hisi-sec.md §7.1).</summary>
    internal const int MostBytes = 0xFFFE00;

    /// <summary>Reserved memory that the driver's share, keys, IV, tag and state take: 64 bytes each, an HMAC key 128.</summary>
    private const int Overhead = (6 * 64) + ReservedMemory.DriverShare;

    private AeadClass()
    {
    }

    internal static AeadClass Instance { get; } = new();

    internal override int DeviceLimit => MostBytes;

    internal override int LimitFor(int reservedMemory) => ((reservedMemory - Overhead) / 2) & ~63;

    internal override int StagedLength(in AeadRequest request) => ReservedMemory.Rounded(request.KeyLength)
        + (request.AuthKey == 0 ? 0 : ReservedMemory.Rounded(request.AuthKeyLength)) + ReservedMemory.Rounded(AeadFacts.IvBuffer)
        + (request.Mac == 0 ? 0 : ReservedMemory.Rounded(request.MacLength))
        + (request.State == 0 ? 0 : ReservedMemory.Rounded(AeadFacts.StateSize)) + (2 * ReservedMemory.Rounded(DataLength(request)));

    internal override void Stage(ReservedMemory memory, ref AeadRequest request)
    {
        int length = DataLength(request);
        request.Key = memory.PutSecret(request.Key, request.KeyLength);
        request.AuthKey = request.AuthKey == 0 ? 0 : memory.PutSecret(request.AuthKey, request.AuthKeyLength);
        request.Iv = memory.Put(request.Iv, AeadFacts.IvBuffer);
        request.Mac = request.Mac == 0 ? 0 : memory.Put(request.Mac, request.MacLength);
        request.State = request.State == 0 ? 0 : memory.PutSecret(request.State, AeadFacts.StateSize);
        request.Source = Gather(memory, request, length);
        request.Destination = memory.Room(length);
        request.SourceList = null;
        request.DestinationList = null;
    }

    internal override void Unstage(ReservedMemory memory, in AeadRequest asked, in AeadRequest staged, in Completion completion)
    {
        if (asked.PayloadLength > 0)
        {
            int skipped = asked.Part is StreamPart.Last ? 0 : asked.AssociatedLength;
            memory.Take(staged.Destination + (uint)skipped, asked.Destination + (uint)skipped, asked.PayloadLength);
        }

        if (asked.Mac != 0 && !asked.Decrypt)
        {
            memory.Take(staged.Mac, asked.Mac, asked.MacLength);
        }

        if (asked.State != 0)
        {
            memory.Take(staged.State, asked.State, AeadFacts.StateSize);
            memory.Take(staged.Iv, asked.Iv, AeadFacts.IvBuffer);
        }
    }

    internal override (long In, long Out) Count(in AeadRequest request, in Completion completion) =>
        (request.AssociatedLength + request.PayloadLength, request.PayloadLength);

    internal override string? Describe(RequestStatus status) =>
        status == RequestStatus.TagMismatch ? "the tag does not match: key, nonce, associated data or ciphertext is not what was encrypted" : null;

    internal override Exception Failure(RequestStatus status, string words, Exception? inner = null) => status == RequestStatus.TagMismatch
        ? new AuthenticationTagMismatchException(words, inner)
        : base.Failure(status, words, inner);

    private static int DataLength(in AeadRequest request) =>
        request.Part is StreamPart.Last ? request.PayloadLength : request.AssociatedLength + request.PayloadLength;

    /// <summary>Lays the pieces of a list one behind the other.</summary>
    private static unsafe ulong Gather(ReservedMemory memory, in AeadRequest request, int length)
    {
        if (request.SourceList is null)
        {
            return memory.Put(request.Source, length);
        }

        ulong piece = memory.Room(length);
        int at = 0;
        foreach (ScatterSegment segment in request.SourceList)
        {
            memory.Write(piece + (uint)at, segment.Address, segment.Length);
            at += segment.Length;
        }

        return piece;
    }
}
