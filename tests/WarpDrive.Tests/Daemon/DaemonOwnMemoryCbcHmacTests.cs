namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of CBC with HMAC over a SEC device of a daemon that reads and writes all requests in the memory of their process.</summary>
public sealed class DaemonOwnMemoryCbcHmacTests() : DaemonCbcHmacTests(sva: true, reserves: false);
