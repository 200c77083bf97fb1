using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>A reference on a key, given back at the end of the scope.</summary>
internal readonly struct HeldKey(PublicKeyMaterial key) : IDisposable
{
    public void Dispose() => key.ReleaseReference();
}
