using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>The small-output record (hisi-qm-zip.md B8): output that was larger than the caller's space waits here.</summary>
internal static class ZipSmallOutput
{
    /// <summary>Copies what waits to the caller as far as it has space.</summary>
    /// <param name="context">The stream.</param>
    /// <param name="destination">The caller's space.</param>
    /// <param name="copied">Bytes copied.</param>
    /// <returns><see cref="RequestStatus.MoreOutput"/> while something waits, then how the stream stands.</returns>
    internal static RequestStatus Drain(ZipContextBuffer context, ZipBuffer destination, out int copied)
    {
        int waiting = context.SmallPending;
        int offset = context.SmallReadOffset;
        copied = destination.Write(context.SmallData.Slice(offset, waiting));
        context.SmallReadOffset = offset + copied;
        context.SmallPending = waiting - copied;
        if (copied < waiting)
        {
            return RequestStatus.MoreOutput;
        }

        if (!context.SmallEnd)
        {
            return RequestStatus.Ok;
        }

        context.Flags |= ZipStreamFlags.Ended;
        return RequestStatus.StreamEnd;
    }
}
