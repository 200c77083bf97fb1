namespace WarpDrive;

/// <summary>How many results carry a full <see cref="Receipt"/>.</summary>
public enum ReceiptMode
{
    /// <summary>Every result.</summary>
    All = 0,
    /// <summary>One in <see cref="AcceleratorOptions.ReceiptInterval"/>; the others name device and engine, without times.</summary>
    Sampled,
    /// <summary>None: no time stamps are taken and devices are not asked for notes.</summary>
    Off,
}
