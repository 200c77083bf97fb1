namespace WarpDrive.Tool.Top;

/// <summary>What goes through a device, a client or a queue each second; null where that is not known yet.</summary>
/// <param name="Requests">Requests a second.</param>
/// <param name="BytesIn">Bytes taken in a second.</param>
/// <param name="BytesOut">Bytes produced a second.</param>
internal readonly record struct Flow(double? Requests, double? BytesIn, double? BytesOut)
{
    /// <summary>Bytes of both ways.</summary>
    internal double Bytes => (BytesIn ?? 0) + (BytesOut ?? 0);
}
