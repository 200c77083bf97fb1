namespace WarpDrive.Tests.Daemon;

/// <summary>The contract over a ZIP device of a daemon that sees reserved memory only.</summary>
public sealed class DaemonReservedCompressorTests() : DaemonCompressorTests(sva: false);
