namespace WarpDrive.Engines.Ciphers;

/// <summary>Whole blocks of one message, in a mode of <see cref="Sm4SerialMode"/>.</summary>
internal unsafe struct Sm4Lane
{
    /// <summary>The 32 round keys of encryption (<see cref="Sm4Key.Encryption"/>); whoever makes the lane keeps the key reachable.</summary>
    internal uint* Keys;

    /// <summary>16 bytes, in and out: the IV, afterwards what continues the message. It is no part of source or destination.</summary>
    internal byte* Chain;

    /// <summary>The input.</summary>
    internal byte* Source;

    /// <summary>The output, which may be the input; not used for a MAC.</summary>
    internal byte* Destination;

    /// <summary>How many blocks, not negative.</summary>
    internal nint Blocks;
}
