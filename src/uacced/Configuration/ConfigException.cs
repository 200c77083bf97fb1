namespace WarpDrive.Daemon;

/// <summary>The configuration cannot be used; the message says where and why, for people.</summary>
internal sealed class ConfigException : Exception
{
    internal ConfigException(string message)
        : base(message)
    {
    }
}
