using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Linux;

/// <summary>The processor's own hint for a loop that waits for a store of another one.</summary>
internal static class SpinHint
{
    /// <summary>One hint: some ten nanoseconds. <see cref="Thread.SpinWait"/> has none shorter than about 40.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Pause()
    {
        if (X86Base.IsSupported)
        {
            X86Base.Pause();
        }
        else if (ArmBase.IsSupported)
        {
            ArmBase.Yield();
        }
    }
}
