namespace WarpDrive.Engines.Lz77;

/// <summary>What a search for sequences wrote.</summary>
/// <param name="SequenceCount">Sequences written.</param>
/// <param name="LiteralCount">Literal bytes written, those behind the last match included.</param>
/// <param name="LastLiterals">Literal bytes behind the last match.</param>
/// <param name="LongLiteralCount">1 when a sequence has more than 65535 literals; 128 KiB have room for one at most.</param>
/// <param name="LongLiteralPosition">Index of that sequence: its literal length is the stored value plus 65536.</param>
public readonly record struct Lz77Result(
    int SequenceCount, int LiteralCount, int LastLiterals, int LongLiteralCount, int LongLiteralPosition);
