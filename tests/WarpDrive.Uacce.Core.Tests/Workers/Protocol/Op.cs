namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>One access to shared memory, the smallest thing that a schedule orders.</summary>
internal enum Op
{
    StoreTail,
    LoadTail,
    LoadAttention,
    StoreAttention,
    ExchangeAttention,
    Fence,
    TryDisown,
    SetReady,
    TakeParked,
    Wake,
    List,
    AnyReady,
    Sleep,
    Unlist,
    TakeReady,
}
