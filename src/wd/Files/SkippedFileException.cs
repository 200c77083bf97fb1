namespace WarpDrive.Tool.Files;

/// <summary>There is nothing to do for a file; a warning, not an error.</summary>
internal sealed class SkippedFileException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: why, and what would change it.</param>
    internal SkippedFileException(string message)
        : base(message)
    {
    }
}
