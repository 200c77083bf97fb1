namespace WarpDrive.Engines.Hashing;

/// <summary>The compression functions. Kinds of one family differ in initial value and output length only.</summary>
internal enum HashFamily : byte
{
    Md5,
    Sha1,
    Sha256,
    Sha512,
    Sm3,
}
