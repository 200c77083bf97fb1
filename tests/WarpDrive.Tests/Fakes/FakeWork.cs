using WarpDrive.Uacce;

namespace WarpDrive.Tests.Fakes;

/// <summary>What a fake queue does with requests of its class.</summary>
internal abstract class FakeWork<TRequest, TCompletion>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>Why the driver will not send it, or null.</summary>
    public abstract string? Refusal(in TRequest request);

    /// <summary>Does it.</summary>
    public abstract TCompletion Execute(in TRequest request);

    /// <summary>Ends it as lost with the device.</summary>
    public abstract TCompletion Lose(in TRequest request);
}
