namespace WarpDrive.Tests.Daemon;

/// <summary>The contract over a ZIP device of a daemon that reads and writes all requests in the memory of their process.</summary>
public sealed class DaemonOwnMemoryCompressorTests() : DaemonCompressorTests(sva: true, reserves: false);
