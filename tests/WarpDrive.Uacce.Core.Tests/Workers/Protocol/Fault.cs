namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>How the protocol is broken on purpose.</summary>
public enum Fault
{
    /// <summary>It is not.</summary>
    None,
    /// <summary>L3 is left out: a worker lets a queue go without a second look at its tail.</summary>
    NoSecondLookAtTail,
    /// <summary>P2 is left out: a worker sleeps without a second look at the ready list.</summary>
    NoSecondLookAtReadyList,
    /// <summary>R1 is left out: attention may be looked at before the tail is visible.</summary>
    NoFenceAfterTail,
    /// <summary>L2 is left out: the tail may be looked at before attention is visible.</summary>
    NoFenceAfterAttention,
    /// <summary>L5 does not see that another worker claimed the queue in between.</summary>
    NoMarkOfClaims,
    /// <summary>A3 is left out: a parked worker is taken off the list and not woken.</summary>
    NoWake,
}
