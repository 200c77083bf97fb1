using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.Tests.Hashing;

/// <summary>A job in managed memory; <see cref="TestHash"/> lays it out for the engine.</summary>
public sealed class TestMessage
{
    public HashKind Kind { get; init; }

    public HashPart Part { get; init; }

    /// <summary>The key of an HMAC, or null.</summary>
    public byte[]? Key { get; init; }

    public byte[] State { get; init; } = [];

    public ulong TotalLength { get; init; }

    /// <summary>The segments.</summary>
    public byte[][] Pieces { get; init; } = [];

    /// <summary>Set by the run.</summary>
    public byte[] Output { get; set; } = [];

    /// <summary>Set by the run.</summary>
    public HashPath Path { get; set; }

    /// <summary>Set by the run.</summary>
    public int Lanes { get; set; }

    public byte[] Joined => [.. Pieces.SelectMany(piece => piece)];

    public override string ToString() =>
        $"{Kind} {Part}{(Key is null ? "" : $" HMAC {Key.Length}")} of {string.Join("+", Pieces.Select(piece => piece.Length))} bytes";
}
