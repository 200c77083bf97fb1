namespace WarpDrive.Hisilicon.Sec;

/// <summary>The algorithm names of the user driver, and the classes under which devices list them (hisi-sec.md §1).</summary>
internal static class SecAlgorithmNames
{
    /// <summary>Class of ciphers.</summary>
    internal const string Cipher = "cipher";
    /// <summary>Class of digests and MACs.</summary>
    internal const string Digest = "digest";
    /// <summary>Class of authenticated encryption.</summary>
    internal const string Aead = "aead";

    private static readonly Dictionary<string, (string Class, bool NeedsGeneration3)> s_names = Build();

    /// <summary>Class of a name; the name itself when it is a class or none of these.</summary>
    /// <param name="name">E.g. <c>cbc(aes)</c>.</param>
    internal static string ClassOf(string name) => s_names.TryGetValue(name, out (string Class, bool NeedsGeneration3) entry) ? entry.Class : name;

    /// <summary>Whether the driver does an algorithm, or any of a class.</summary>
    /// <param name="name">Algorithm or class.</param>
    /// <param name="needsGeneration3">Generation 2 does not have it.</param>
    internal static bool IsKnown(string name, out bool needsGeneration3)
    {
        bool isKnown = s_names.TryGetValue(name, out (string Class, bool NeedsGeneration3) entry);
        needsGeneration3 = entry.NeedsGeneration3;
        return isKnown;
    }

    private static Dictionary<string, (string Class, bool NeedsGeneration3)> Build()
    {
        var names = new Dictionary<string, (string Class, bool NeedsGeneration3)>(StringComparer.Ordinal);
        foreach (string mode in (string[])["ecb", "cbc", "xts", "ctr", "ofb", "cfb", "cbc-cs1", "cbc-cs2", "cbc-cs3"])
        {
            foreach (string cipher in (string[])["aes", "sm4"])
            {
                names.Add($"{mode}({cipher})", (Cipher, mode is not ("ecb" or "cbc" or "xts")));
            }
        }

        AddAll(Cipher, false, ["ecb(des)", "cbc(des)", "ecb(des3_ede)", "cbc(des3_ede)", Cipher]);
        AddAll(Digest, false, ["sm3", "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-224", "sha512-256", Digest]);
        AddAll(Digest, true, ["xcbc-mac-96(aes)", "xcbc-prf-128(aes)", "cmac(aes)", "gmac(aes)"]);
        AddAll(Aead, false, ["ccm(aes)", "gcm(aes)", "authenc(generic,cbc(aes))", Aead]);
        AddAll(Aead, true, ["ccm(sm4)", "gcm(sm4)", "authenc(generic,cbc(sm4))"]);
        return names;

        void AddAll(string listedAs, bool needsGeneration3, string[] all)
        {
            foreach (string name in all)
            {
                names.Add(name, (listedAs, needsGeneration3));
            }
        }
    }
}
