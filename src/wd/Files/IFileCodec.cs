namespace WarpDrive.Tool.Files;

/// <summary>What the file commands differ in.</summary>
internal interface IFileCodec
{
    /// <summary>Whether the output is the packed side.</summary>
    bool Packs { get; }

    /// <summary>What is on the packed side, e.g. <c>compressed data</c>.</summary>
    string PackedData { get; }

    /// <summary>The output's name for an input's.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="force">Also for names that look done already.</param>
    /// <exception cref="SkippedFileException">There is nothing to do.</exception>
    string OutputName(string name, bool force);

    /// <summary>Unpacked by packed bytes; null when there are none or the packing does not save space.</summary>
    /// <param name="result">What was done.</param>
    double? Ratio(CodecResult result);

    /// <summary>Transforms a whole input.</summary>
    /// <param name="name">Name of the input; its suffix may tell the format.</param>
    /// <param name="input">Where to read.</param>
    /// <param name="output">Where to write.</param>
    CodecResult Run(string name, ByteCounter input, ByteCounter output);
}
