namespace WarpDrive.Uacce;

/// <summary>How a digest, cipher, AEAD or public-key request is to be treated.</summary>
[Flags]
public enum RequestFlags
{
    /// <summary>The device checks every address.</summary>
    None = 0,
    /// <summary>Every address lies in memory that the submitter keeps valid until completion, so that a device in this process need not check it.</summary>
    Leased = 1 << 0,
}
