namespace WarpDrive.Engines.Ciphers;

/// <summary>The operations of one vector width and one S-box, over which the batch kernels are written once.</summary>
/// <typeparam name="TVector">A vector of 32-bit words.</typeparam>
internal unsafe interface ISm4Unit<TVector>
    where TVector : unmanaged
{
    /// <summary>How many blocks four vectors hold.</summary>
    static abstract int Blocks { get; }

    /// <summary>Which block of four transposed vectors each word belongs to: word p of lane l to block p Blocks/4 + l.</summary>
    static abstract TVector BlockNumbers { get; }

    static abstract TVector Broadcast(uint word);

    static abstract TVector Load(byte* from);

    static abstract void Store(TVector vector, byte* to);

    static abstract TVector Xor(TVector left, TVector right);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary>The bytes of each word turned round: the standard's words are big-endian.</summary>
    static abstract TVector SwapBytes(TVector words);

    /// <summary>Words 0 of both in turn, then words 1, in each 128-bit lane.</summary>
    static abstract TVector ZipLow(TVector left, TVector right);

    /// <summary>Words 2 of both in turn, then words 3, in each 128-bit lane.</summary>
    static abstract TVector ZipHigh(TVector left, TVector right);

    /// <summary>The lower half of <paramref name="left"/>, then of <paramref name="right"/>, in each 128-bit lane.</summary>
    static abstract TVector LowHalves(TVector left, TVector right);

    /// <summary>The upper half of <paramref name="left"/>, then of <paramref name="right"/>, in each 128-bit lane.</summary>
    static abstract TVector HighHalves(TVector left, TVector right);

    /// <summary>Puts together the blocks at Blocks/4 addresses.</summary>
    static abstract TVector Collect(byte** from);

    /// <summary>Stores the blocks at Blocks/4 addresses.</summary>
    static abstract void Scatter(TVector vector, byte** to);

    /// <summary>The round function F (GB/T 32907 section 6.2): x0 + L(tau(x1 + x2 + x3 + key)).</summary>
    static abstract TVector Round(TVector x0, TVector x1, TVector x2, TVector x3, TVector key);

    /// <summary>The round function for a chain of rounds on its own, where the latency counts.</summary>
    /// <param name="x0">The word that is replaced.</param>
    /// <param name="input">x1 + x2 + x3 + key.</param>
    /// <param name="rest">x2 + x3 + key of the next round.</param>
    /// <param name="next">The input of the next round, an operation earlier than from the result.</param>
    static abstract TVector Round(TVector x0, TVector input, TVector rest, out TVector next);
}
