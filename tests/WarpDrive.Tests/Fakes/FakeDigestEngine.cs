using System.Diagnostics;
using WarpDrive.Engines.Hashing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Fakes;

/// <summary>Executes vendor-neutral digest requests one by one, whatever queue they come from.</summary>
internal sealed unsafe class FakeDigestEngine
{
    private readonly Lock _lock = new();

    /// <summary>Refuses messages of no bytes, as generation 2 of the hardware does.</summary>
    public bool RefusesEmpty { get; set; }

    /// <summary>Refuses scattered messages.</summary>
    public bool RefusesLists { get; set; }

    /// <summary>Requests by part.</summary>
    public int[] Parts { get; } = new int[4];

    /// <summary>Requests whose source was a list.</summary>
    public int Scattered { get; private set; }

    public string? Refusal(in DigestRequest request) =>
        request.SourceLength > 0xFFFE00 ? "more than one request takes"
        : request.Source == 0 || request.Digest == 0 ? "no address"
        : RefusesEmpty && request.SourceLength == 0 && request.Part == StreamPart.Whole ? "no empty messages"
        : RefusesLists && request.SourceList is not null ? "no lists"
        : (request.KeyLength & 3) != 0 ? "a key is words"
        : null;

    public Completion Execute(in DigestRequest request)
    {
        HashSegment[] segments = request.SourceList is null
            ? [new HashSegment { Data = (byte*)request.Source, Length = request.SourceLength }]
            : [.. request.SourceList.Select(piece => new HashSegment { Data = (byte*)piece.Address, Length = piece.Length })];
        byte* output = stackalloc byte[64];
        var job = new Engines.Hashing.HashJob
        {
            Kind = Enum.Parse<HashKind>(request.Algorithm.ToString()),
            Part = Enum.Parse<HashPart>(request.Part.ToString()),
            IsHmac = request.IsHmac,
            Key = (byte*)request.Key,
            KeyLength = request.KeyLength,
            StateIn = (byte*)request.Digest,
            TotalLength = request.TotalLength,
            SegmentCount = segments.Length,
            Output = output,
        };
        lock (_lock)
        {
            Parts[(int)request.Part]++;
            Scattered += request.SourceList is null ? 0 : 1;
            using var hashes = new HashEngine();
            hashes.Run(new Span<Engines.Hashing.HashJob>(ref job), segments);
        }

        int length = request.Part is StreamPart.Whole or StreamPart.Last ? request.DigestLength : HashKinds.StateSize(job.Kind);
        new ReadOnlySpan<byte>(output, length).CopyTo(new Span<byte>((void*)request.Digest, length));
        return new Completion
        {
            Tag = request.Tag,
            Engine = 7,
            Produced = length,
            TakenAt = Stopwatch.GetTimestamp(),
            ServedNanoseconds = 100,
            BatchSize = 1,
        };
    }
}
