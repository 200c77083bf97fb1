namespace WarpDrive.LoadClient;

/// <summary>A result was wrong, or a request failed that must not fail.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
