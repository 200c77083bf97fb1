namespace WarpDrive.Uacce.Core;

/// <summary>What a worker keeps for a device model from step to step: copies of descriptors, leases, engine contexts.</summary>
public abstract class StepScratch : IDisposable
{
    /// <summary>Releases engines and leases.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases engines and leases.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
