namespace WarpDrive.Hisilicon.Sec;

/// <summary>ai_gen codes: where the authentication's initial value comes from (hisi-sec.md §5).</summary>
internal enum SecAuthIv : byte
{
    /// <summary>The algorithm's own.</summary>
    Internal = 0,
    /// <summary>Read from the auth-IV address.</summary>
    FromAddress = 1,
    /// <summary>Calculated-IV address; not served.</summary>
    Calculated = 2,
    /// <summary>Random; not served.</summary>
    Random = 3,
}
