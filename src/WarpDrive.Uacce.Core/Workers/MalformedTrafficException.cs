namespace WarpDrive.Uacce.Core;

/// <summary>A queue rang with nonsense too often: it is isolated, and its device goes on.</summary>
internal sealed class MalformedTrafficException : Exception
{
    internal MalformedTrafficException()
        : base($"{ServedQueue.MostMalformed} announced tails were beyond the ring")
    {
    }
}
