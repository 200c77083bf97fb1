namespace WarpDrive.Uacce;

/// <summary>Values of the state cell of the CTL region (<see cref="CtlLayout.State"/>).</summary>
public static class QueueLife
{
    /// <summary>The device serves the queue, or will once it is started.</summary>
    public const uint Alive = 0;
    /// <summary>Device removed or reset, address space ended, or queue isolated: nothing will be posted any more.</summary>
    public const uint Dead = 1;
}
