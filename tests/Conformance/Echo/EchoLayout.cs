namespace WarpDrive.Conformance.Echo;

/// <summary>Queue protocol <c>echo_v1</c>: 16-byte descriptors (input u64, result u64), 8-byte completions (slot u32, phase u32).</summary>
internal static class EchoLayout
{
    public const int Depth = 64;
    public const int DescriptorSize = 16;
    public const int CompletionSize = 8;
    public const int Completions = Depth * DescriptorSize;
    public const int DusSize = 8192;
    public const int SubmitWord = DusSize - 4;
    public const int ReceiveWord = DusSize - 8;

    /// <summary>Private command: tells the queue number.</summary>
    public const uint TellNumber = 0xC0044501;
    /// <summary>Private command: waits until the gate of the device opens.</summary>
    public const uint WaitForGate = 0x00004502;

    public static DoorbellLayout Doorbell { get; } = new(
        Offset: 0x1000, QueueMask: 0x3FF, ReservedMask: 0xC00, CommandShift: 12, CommandMask: 0xF, IndexShift: 32, PriorityShift: 48, PriorityMask: 0xFFFF);
}
