using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>What a client is told of an error: what went wrong, and what a person can do about it.</summary>
internal static class RefusalWords
{
    /// <summary>Words for the lack of descriptors, which no client can help.</summary>
    internal const string NoDescriptors =
        "the daemon has no descriptors left: connections or queues have to be closed, or LimitNOFILE of the daemon raised";

    /// <summary>Words for an error.</summary>
    internal static string Of(LinuxException e) => e.Errno is Errno.EMFILE or Errno.ENFILE ? NoDescriptors : e.Detail ?? e.Message;
}
