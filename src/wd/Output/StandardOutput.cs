using System.Text;

namespace WarpDrive.Tool.Output;

/// <summary>The standard output for many lines: one write for many of them, and the bytes of UTF-8 without a mark.</summary>
internal static class StandardOutput
{
    private const int BufferSize = 64 << 10;

    /// <summary>Opens it; to be disposed, which writes what is left. Nothing else may write to it meanwhile.</summary>
    internal static StreamWriter Open() => new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize) { NewLine = "\n" };
}
