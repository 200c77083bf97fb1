namespace WarpDrive;

/// <summary>One <c>WD_*</c> variable: its name, what it may hold, what it does, and how it changes the options.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Values">Values it may have, for people.</param>
/// <param name="Meaning">What it does, for people.</param>
/// <param name="Apply">Changes the options; throws <see cref="FormatException"/> or <see cref="OverflowException"/> for a value it cannot have.</param>
internal sealed record EnvironmentVariable(
    string Name, string Values, string Meaning, Func<AcceleratorOptions, string, AcceleratorOptions> Apply);
