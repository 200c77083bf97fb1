namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>How the protocol of waits is broken on purpose.</summary>
public enum WaitFault
{
    /// <summary>It is not.</summary>
    None,
    /// <summary>S2 (F2) is left out: posted may be looked at before arm is visible.</summary>
    NoFenceAfterArm,
    /// <summary>S3 is left out: a client sleeps without a second look at posted.</summary>
    NoSecondLook,
    /// <summary>F3 is left out: what was posted before the arming raises nothing.</summary>
    NoLookForReceiver,
    /// <summary>D1 is left out: arm may be looked at before posted is visible.</summary>
    NoFenceAfterPosted,
    /// <summary>D4 is left out.</summary>
    NoSignal,
    /// <summary>The event is taken back between S3 and S4.</summary>
    EventTakenBackBehindLook,
    /// <summary>Who was woken and finds nothing sleeps again without arming.</summary>
    NotArmedAgain,
}
