namespace WarpDrive.Hisilicon.Hpre;

/// <summary>What a slot of a curve's key block holds.</summary>
internal enum HpreCurvePart : byte
{
    /// <summary>Nothing.</summary>
    Zero,
    /// <summary>Field.</summary>
    P,
    /// <summary>Coefficient, or a₂₄.</summary>
    A,
    /// <summary>Coefficient.</summary>
    B,
    /// <summary>Order.</summary>
    N,
    /// <summary>x of the base point.</summary>
    Gx,
    /// <summary>y of the base point.</summary>
    Gy,
    /// <summary>The private number.</summary>
    D,
    /// <summary>x of the public point.</summary>
    Qx,
    /// <summary>y of the public point.</summary>
    Qy,
}
