using WarpDrive.Uacce.Compression;

namespace WarpDrive.Uacce.Drivers;

/// <summary>A user driver for compression devices.</summary>
public interface ICompressionDriver : IQueueDriver<CompressionRequest, CompressionCompletion, CompressionQueueOptions>;
