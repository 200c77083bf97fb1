namespace WarpDrive.Tool.Files;

/// <summary>What the two file commands differ in.</summary>
internal interface IFileCodec
{
    /// <summary>Whether the output is the compressed side.</summary>
    bool Compresses { get; }

    /// <summary>The output's name for an input's.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="force">Also for names that look done already.</param>
    /// <exception cref="SkippedFileException">There is nothing to do.</exception>
    string OutputName(string name, bool force);

    /// <summary>Uncompressed by compressed bytes, or null when there are none.</summary>
    /// <param name="result">What was done.</param>
    double? Ratio(CodecResult result);

    /// <summary>Transforms a whole input.</summary>
    /// <param name="name">Name of the input; its suffix may tell the format.</param>
    /// <param name="input">Where to read.</param>
    /// <param name="output">Where to write.</param>
    CodecResult Run(string name, ByteCounter input, ByteCounter output);
}
