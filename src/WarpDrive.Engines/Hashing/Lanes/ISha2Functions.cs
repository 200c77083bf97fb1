namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>What differs between SHA-256 and SHA-512 (FIPS 180-4 sections 4.1.2, 4.1.3, 4.2.2 and 4.2.3).</summary>
internal unsafe interface ISha2Functions<TLanes, TWord>
    where TLanes : unmanaged, ILanes<TLanes, TWord>
    where TWord : unmanaged
{
    static abstract int Rounds { get; }

    /// <summary>One constant for each round, in memory that stays in place.</summary>
    static abstract TWord* Constants { get; }

    static abstract TLanes BigSigma0(TLanes x);

    static abstract TLanes BigSigma1(TLanes x);

    static abstract TLanes SmallSigma0(TLanes x);

    static abstract TLanes SmallSigma1(TLanes x);
}
