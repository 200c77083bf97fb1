namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of hashes over a SEC device of a daemon that sees reserved memory only.</summary>
public sealed class DaemonReservedHashTests() : DaemonHashTests(sva: false);
