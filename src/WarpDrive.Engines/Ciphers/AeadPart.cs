namespace WarpDrive.Engines.Ciphers;

/// <summary>Which part of a message a job holds. Only GCM comes in parts.</summary>
public enum AeadPart : byte
{
    /// <summary>The whole message.</summary>
    Whole,

    /// <summary>The beginning of a stream: associated data only. Sets the state.</summary>
    First,

    /// <summary>Payload of a stream, whole blocks. Goes on from the state and the last-used counter.</summary>
    Middle,

    /// <summary>The end of a stream: payload of any length and the tag.</summary>
    Last,
}
