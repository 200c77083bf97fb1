namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of keys over an HPRE device of a daemon that sees reserved memory only.</summary>
public sealed class DaemonReservedPublicKeyTests() : DaemonPublicKeyTests(sva: false);
