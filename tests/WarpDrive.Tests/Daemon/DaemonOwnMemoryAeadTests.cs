namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of authenticated encryption over a SEC device of a daemon that reads and writes all requests in the memory of their process.</summary>
public sealed class DaemonOwnMemoryAeadTests() : DaemonAeadTests(sva: true, reserves: false);
