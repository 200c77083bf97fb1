using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Tests.Ciphers;

/// <summary>What may run again after its device was lost half-way: what is written over itself may not.</summary>
public sealed class RepetitionTests
{
    [Fact]
    public void A_job_lost_with_its_device_counts_as_begun()
    {
        CipherRequest[] requests = new CipherRequest[2];
        RequestStatus[] statuses = [RequestStatus.DeviceLost, RequestStatus.DeviceLost];
        var series = new CryptoSeries<CipherRequest>(null!, requests, statuses, new Receipt[2]);
        series.Fill(0, ref requests[0]);
        series.Take(0, new Completion { Status = RequestStatus.DeviceLost }, null!, 0);
        Assert.Equal([CryptoBatch<CipherRequest>.Sent, RequestStatus.DeviceLost], statuses);
    }
}
