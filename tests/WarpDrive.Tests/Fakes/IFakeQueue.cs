namespace WarpDrive.Tests.Fakes;

/// <summary>A fake queue of any class.</summary>
internal interface IFakeQueue
{
    int InFlight { get; }
}
