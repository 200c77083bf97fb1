namespace WarpDrive.Tool.Output;

/// <summary>Something the user can put right; the message says what.</summary>
internal sealed class UserErrorException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line, with what to do.</param>
    internal UserErrorException(string message)
        : base(message)
    {
    }
}
