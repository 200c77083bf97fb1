namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>One access to shared memory, or one system call: the smallest thing that a schedule orders.</summary>
internal enum WaitOp
{
    StorePosted,
    LoadPosted,
    StoreArm,
    LoadArm,
    ExchangeArm,
    Fence,
    Raise,
    TakeEvent,
    Sleep,
}
