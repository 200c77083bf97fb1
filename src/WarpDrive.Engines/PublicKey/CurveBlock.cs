namespace WarpDrive.Engines.PublicKey;

/// <summary>A block of curve operands: slots of h bytes side by side, each a big-endian number (hisi-hpre.md sections 3 and 4).</summary>
internal readonly ref struct CurveBlock
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>A block of some operands; its length is that many slots.</summary>
    internal CurveBlock(ReadOnlySpan<byte> bytes, int operands)
    {
        _bytes = bytes;
        Slot = bytes.Length / operands;
    }

    /// <summary>h, bytes of an operand.</summary>
    internal int Slot { get; }

    /// <summary>Limbs of an operand.</summary>
    internal int Limbs => Slot / sizeof(ulong);

    /// <summary>Whether h is one that curve operands have.</summary>
    internal static bool IsSlot(int bytes) => bytes is 32 or 48 or 72;

    internal void Read(int operand, Span<ulong> limbs) => FixedModulus.Read(_bytes.Slice(operand * Slot, Slot), limbs);
}
