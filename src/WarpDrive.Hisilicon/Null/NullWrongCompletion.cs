namespace WarpDrive.Hisilicon.Null;

/// <summary>What is wrong with the completions that <see cref="NullDeviceOptions.WrongCompletionEvery"/> asks for.</summary>
public enum NullWrongCompletion
{
    /// <summary>They name a slot that the ring does not have: the driver reports a bad completion.</summary>
    BadSlot = 0,
    /// <summary>They carry the phase of the lap before: the driver sees nothing.</summary>
    BadPhase = 1,
}
