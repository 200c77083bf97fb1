using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

/// <summary><c>struct ucred</c> of sys/socket.h: who is at the other end of a socket, as the kernel vouches for it.</summary>
/// <param name="Pid">Process, as this process's pid namespace numbers it; 0 when it has no number there.</param>
/// <param name="Uid">Effective user of a connection; for a packet, one that the sender may name (its real, effective or saved user).</param>
/// <param name="Gid">The same for the group.</param>
[StructLayout(LayoutKind.Sequential, Size = 12)]
internal readonly record struct PeerCredentials(int Pid, uint Uid, uint Gid);
