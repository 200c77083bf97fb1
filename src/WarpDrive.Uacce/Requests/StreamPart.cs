namespace WarpDrive.Uacce;

/// <summary>Which part of a message a request carries.</summary>
public enum StreamPart
{
    /// <summary>A whole message.</summary>
    Whole = 0,
    /// <summary>The beginning of one; the state is left in memory of the caller.</summary>
    First,
    /// <summary>More of it; the state is read and left.</summary>
    Middle,
    /// <summary>The rest; the state is read and the result written.</summary>
    Last,
}
