namespace WarpDrive.Engines.Deflate;

/// <summary>An engine was asked for by name and is not there, or cannot do what was asked.</summary>
public sealed class DeflateEngineUnavailableException : InvalidOperationException
{
    /// <summary>Names the engine and the reason.</summary>
    /// <param name="kind">The engine.</param>
    /// <param name="reason">Why it cannot be used, for a person.</param>
    public DeflateEngineUnavailableException(DeflateEngineKind kind, string reason)
        : base($"The deflate engine {kind} cannot be used: {reason}") => Kind = kind;

    /// <summary>The engine.</summary>
    public DeflateEngineKind Kind { get; }
}
