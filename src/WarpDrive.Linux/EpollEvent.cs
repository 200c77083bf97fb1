namespace WarpDrive.Linux;

/// <summary>What epoll(7) tells of one descriptor.</summary>
/// <param name="Events"><c>EPOLL</c> bits.</param>
/// <param name="Data">What was given when the descriptor was added.</param>
internal readonly record struct EpollEvent(uint Events, ulong Data);
