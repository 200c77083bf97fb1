using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon;

/// <content>STATISTICS (uacced.md §3.9).</content>
internal sealed partial class Session
{
    private SafeFileHandle? _document;
    private long _documentLength;

    private int Statistics(in StatisticsRequest request)
    {
        if (!request.IsPlain || request.Scope > StatisticsRequest.All)
        {
            LinuxException.Throw("statistics", Errno.EINVAL, "the scope is 0 or 1, and a reserved field zero");
        }

        if (request.Scope == StatisticsRequest.All && !IsPrivileged)
        {
            LinuxException.Throw(
                "statistics", Errno.EACCES, $"user {Peer.Uid} may see its own queues (scope 0): root and the daemon's own user may see all");
        }

        DaemonStatistics collected = request.Scope == StatisticsRequest.All ? _server.Statistics.CollectAll() : _server.Statistics.CollectOwn(_account!);
        byte[] json = collected.ToJson();
        ForgetStatistics();
        _document = Libc.CreateSealedMemory("uacced statistics", json.Length);
        _documentLength = json.Length;
        RandomAccess.Write(_document, json, 0);
        Attach(_document, giveAway: false);
        MemoryMarshal.Write(_reply, new StatisticsReply { Header = WireHeader.Reply(request.Header, StatisticsReply.Size), Length = (ulong)json.Length });
        return StatisticsReply.Size;
    }

    // The client may keep as many documents as it has descriptors; their memory is the daemon's, so only the last one has any.
    private void ForgetStatistics()
    {
        if (_document is null)
        {
            return;
        }

        try
        {
            Libc.PunchHole(_document, _documentLength);
        }
        finally
        {
            _document.Dispose();
            _document = null;
        }
    }
}
