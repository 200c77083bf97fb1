namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of authenticated encryption over a SEC device of a daemon that sees reserved memory only.</summary>
public sealed class DaemonReservedAeadTests() : DaemonAeadTests(sva: false);
