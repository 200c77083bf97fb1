namespace WarpDrive.Engines.Checksums;

/// <summary>The constants of a CRC generator of degree 32, all reflected; see <see cref="ReflectedCrc{TGenerator}"/> for their use.</summary>
internal interface ICrcGenerator
{
    /// <summary>The generator without its x^32 term: bit 31 is the coefficient of x^0.</summary>
    static abstract uint Polynomial { get; }

    /// <summary>All 33 coefficients of the generator.</summary>
    static abstract ulong Generator { get; }

    /// <summary>x^64 divided by the generator (Barrett).</summary>
    static abstract ulong Quotient { get; }

    /// <summary>x^64: the last fold, from 64 to 32 bits.</summary>
    static abstract ulong Fold64 { get; }

    /// <summary>x^(128+32), which moves a low half 128 bits ahead.</summary>
    static abstract ulong Low128 { get; }

    /// <summary>x^(128-32), which moves a high half 128 bits ahead.</summary>
    static abstract ulong High128 { get; }

    /// <summary>x^(256+32).</summary>
    static abstract ulong Low256 { get; }

    /// <summary>x^(256-32).</summary>
    static abstract ulong High256 { get; }

    /// <summary>x^(512+32).</summary>
    static abstract ulong Low512 { get; }

    /// <summary>x^(512-32).</summary>
    static abstract ulong High512 { get; }

    /// <summary>x^(1024+32).</summary>
    static abstract ulong Low1024 { get; }

    /// <summary>x^(1024-32).</summary>
    static abstract ulong High1024 { get; }

    /// <summary>x^(2048+32).</summary>
    static abstract ulong Low2048 { get; }

    /// <summary>x^(2048-32).</summary>
    static abstract ulong High2048 { get; }

    /// <summary>The fastest way for a few bytes, also those that are left after folding.</summary>
    static abstract uint ComputeShort(ReadOnlySpan<byte> data, uint seed);
}
