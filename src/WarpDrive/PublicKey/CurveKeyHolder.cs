using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>The key that an object of .NET's shape holds at the moment: imported, generated, or still to be generated.</summary>
/// <remarks>Thread safe but for replacing and disposing while operations run.</remarks>
internal sealed class CurveKeyHolder : IDisposable
{
    private readonly Lock _lock = new();
    private CurveKey? _key;
    private ECCurve _next;
    private bool _disposed;

    /// <summary>Will generate a key on a curve when one is needed.</summary>
    internal CurveKeyHolder(string algorithm, ECCurve curve, CryptoOptions? options, Accelerators? accelerators)
    {
        Session = new PublicKeySession(algorithm, PublicKeyFamily.Elliptic, options, accelerators);
        _next = curve;
    }

    /// <summary>The way to the devices.</summary>
    internal PublicKeySession Session { get; }

    /// <summary>The key, made when there is none. It stays usable until it is replaced or this is disposed.</summary>
    internal CurveKey Key
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return _key ??= CurveKey.Generate(_next, Session);
            }
        }
    }

    /// <summary>Takes a key over.</summary>
    internal void Import(in ECParameters parameters) => Replace(CurveKey.Import(parameters, Session));

    /// <summary>Makes a key at once.</summary>
    internal void Generate(ECCurve curve) => Replace(CurveKey.Generate(curve, Session));

    /// <summary>Drops the key; one on another curve is made when it is needed.</summary>
    internal void Forget(ECCurve curve)
    {
        lock (_lock)
        {
            _key?.Dispose();
            _key = null;
            _next = curve;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _key?.Dispose();
            _key = null;
        }
    }

    private void Replace(CurveKey key)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                key.Dispose();
            }

            ObjectDisposedException.ThrowIf(_disposed, this);
            _key?.Dispose();
            _key = key;
        }
    }
}
