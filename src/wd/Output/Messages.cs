namespace WarpDrive.Tool.Output;

/// <summary>What people read on the error output: one line a message, the file first, what to do last.</summary>
internal static class Messages
{
    /// <summary>Writes one line for an error or a warning.</summary>
    /// <param name="text">The message; line breaks are flattened.</param>
    internal static void Write(string text) => Console.Error.WriteLine($"wd: {OneLine(text)}");

    /// <summary>The message of an exception without the parts that only a debugger wants.</summary>
    internal static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
