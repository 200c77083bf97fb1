namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>One access to shared memory, the smallest thing that a schedule orders.</summary>
internal enum ChannelOp
{
    StoreTail,
    LoadTail,
    Serve,
    LoadAttention,
    StoreAttention,
    ExchangeAttention,
    Disown,
    Fence,
    SetWord,
    SetSummary,
    LoadSummary,
    TakeSummary,
    TakeWord,
    ClaimQueue,
    Kick,
    WaitForKick,
    SetReady,
    TakeReady,
    AnyReady,
    TakeParked,
    Wake,
    List,
    Sleep,
    Unlist,
}
