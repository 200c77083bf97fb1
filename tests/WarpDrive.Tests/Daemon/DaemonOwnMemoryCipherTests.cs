namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of ciphers over a SEC device of a daemon that reads and writes all requests in the memory of their process.</summary>
public sealed class DaemonOwnMemoryCipherTests() : DaemonCipherTests(sva: true, reserves: false);
