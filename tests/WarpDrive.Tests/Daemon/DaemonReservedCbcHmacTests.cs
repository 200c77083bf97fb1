namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of CBC with HMAC over a SEC device of a daemon that sees reserved memory only.</summary>
public sealed class DaemonReservedCbcHmacTests() : DaemonCbcHmacTests(sva: false);
