using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon;

/// <summary>A client process as the statistics know it: one account, and its connections.</summary>
/// <param name="Account">Who pays for all of them.</param>
/// <param name="StartTime">When the process began, see <see cref="ProcessStart"/>.</param>
internal sealed record KnownClient(ClientAccount Account, ulong StartTime)
{
    /// <summary>Connections that said HELLO, or are about to have said it; under the lock of the table.</summary>
    internal List<RemoteClient> Connections { get; } = [];

    /// <summary>How many hold the account; under the lock of the table.</summary>
    internal int Holders { get; set; }
}
