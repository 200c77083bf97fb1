namespace WarpDrive;

/// <summary>A route, whatever its class of requests.</summary>
internal interface IRoute : IDisposable
{
    /// <summary>True once a request ended because the device is gone, reset or isolated.</summary>
    bool Lost { get; }
}
