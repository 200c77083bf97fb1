namespace WarpDrive.Engines.Ciphers;

/// <summary>Whole blocks of one message for <see cref="AesLanes"/>.</summary>
internal unsafe struct AesLane
{
    /// <summary>The expanded key; all messages of a call have the same number of rounds.</summary>
    internal AesSchedule* Key;

    /// <summary>16 bytes, in and out: the IV, afterwards what continues the message.</summary>
    internal byte* Chain;

    /// <summary>The input.</summary>
    internal byte* Source;

    /// <summary>The output, which may be the input.</summary>
    internal byte* Destination;

    /// <summary>How many blocks, not negative.</summary>
    internal int Blocks;
}
