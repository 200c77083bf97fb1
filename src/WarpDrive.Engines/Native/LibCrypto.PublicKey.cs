namespace WarpDrive.Engines.Native;

/// <remarks>The public key topic is spread over <see cref="Bn"/>, <see cref="Rsa"/>, <see cref="Ec"/> and <see cref="Agreement"/>.</remarks>
internal static unsafe partial class LibCrypto
{
    /// <summary>Why public key operations cannot be served; empty when they can.</summary>
    internal static string PublicKeyReason =>
        Bn.Reason.Length > 0 ? Bn.Reason : Rsa.Reason.Length > 0 ? Rsa.Reason : Ec.Reason;

    /// <summary>The address of an exported function; notes the name when it is missing and nothing was before.</summary>
    private static nint Need(string name, ref string reason)
    {
        nint address = Find(name);
        if (address == 0 && reason.Length == 0)
        {
            reason = $"libcrypto does not export {name} ({Path})";
        }

        return address;
    }
}
