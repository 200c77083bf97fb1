namespace WarpDrive.Tool.Top;

/// <summary>What the command line of <c>wd top</c> says.</summary>
/// <param name="Socket">Path of the daemon's socket, or null for the usual one.</param>
/// <param name="Interval">Time from one look to the next.</param>
/// <param name="Once">One look, and the end.</param>
/// <param name="Json">Documents as the daemon writes them, one a line.</param>
/// <param name="Sort">What comes first.</param>
internal sealed record TopSettings(string? Socket, TimeSpan Interval, bool Once, bool Json, TopSort Sort);
