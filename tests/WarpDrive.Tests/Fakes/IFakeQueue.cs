namespace WarpDrive.Tests.Fakes;

/// <summary>A fake queue of any class.</summary>
internal interface IFakeQueue
{
    int InFlight { get; }
}

/// <summary>What all fake queues share.</summary>
internal static class FakeQueue
{
    /// <summary>Small, so that tests fill the ring.</summary>
    public const int Depth = 16;
}
