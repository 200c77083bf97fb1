using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Tests.PublicKey;

/// <summary>One RSA key of the runtime's for each size: drawing a long one takes seconds.</summary>
internal static class RsaKeys
{
    private static readonly ConcurrentDictionary<int, Lazy<RSA>> s_keys = new();

    internal static RSA Of(int bits) => s_keys.GetOrAdd(bits, size => new Lazy<RSA>(() => RSA.Create(size))).Value;
}
