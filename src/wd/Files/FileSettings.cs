namespace WarpDrive.Tool.Files;

/// <summary>What happens to files, as the command line says it.</summary>
/// <param name="Names">The inputs; none, or <c>-</c>, means the standard input.</param>
/// <param name="Output">Name of the one output, or null.</param>
/// <param name="ToStandardOutput">Write to the standard output.</param>
/// <param name="TestOnly">Write nothing.</param>
/// <param name="Force">Overwrite, write packed data to a terminal, and pack what looks packed.</param>
/// <param name="Json">Print a summary as JSON.</param>
internal sealed record FileSettings(
    IReadOnlyList<string> Names, string? Output, bool ToStandardOutput, bool TestOnly, bool Force, bool Json);
