namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of ciphers over a SEC device of a daemon that sees reserved memory only.</summary>
public sealed class DaemonReservedCipherTests() : DaemonCipherTests(sva: false);
