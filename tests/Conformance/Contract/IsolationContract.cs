using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>Isolation (uacce.md §10).</summary>
public abstract class IsolationContract : ProviderContract
{
    private bool Isolated => Device.ReadAttribute(DeviceAttribute.Isolate) == "1\n";

    [Fact]
    public void A_threshold_of_n_isolates_on_error_n_plus_one()
    {
        Set("3");
        Fail(3);
        Assert.False(Isolated);
        Fail(1);
        Assert.True(Isolated);
    }

    [Fact]
    public void Threshold_zero_never_isolates()
    {
        Fail(20);
        Assert.False(Isolated);
    }

    [Fact]
    public void Errors_older_than_an_hour_do_not_count_and_those_of_exactly_an_hour_do()
    {
        Set("1");
        Fail(1);
        Fixture.Advance(TimeSpan.FromSeconds(3601));
        Fail(1);
        Assert.False(Isolated);
        Fixture.Advance(TimeSpan.FromSeconds(3600) + TimeSpan.FromMilliseconds(900));
        Fail(1);
        Assert.True(Isolated);
    }

    [Fact]
    public void Writing_the_threshold_forgets_all_errors()
    {
        Set("2");
        Fail(2);
        Set("2");
        Fail(2);
        Assert.False(Isolated);
        Fail(1);
        Assert.True(Isolated);
    }

    [Fact]
    public void An_isolated_device_keeps_its_threshold()
    {
        Set("1");
        Fail(2);
        Assert.Equal(Errno.EPERM, Refusal(() => Set("100")));
        Assert.Equal(Errno.EINVAL, Refusal(() => Set("x")));   // the number is looked at first
        Assert.True(Isolated);
    }

    [Fact]
    public void A_failed_reset_isolates_at_once_whatever_the_threshold()
    {
        Fixture.ResetDevice(succeeded: false);
        Assert.True(Isolated);
    }

    [Fact]
    public void A_virtual_function_only_reads()
    {
        Use(new ContractSetup { IsVirtualFunction = true });
        Assert.Equal("0\n", Device.ReadAttribute(DeviceAttribute.IsolateStrategy));
        Assert.Equal(Errno.EPERM, Refusal(() => Set("1")));
        Fail(3);
        Assert.False(Isolated);
    }

    private void Set(string threshold) => Device.WriteAttribute(DeviceAttribute.IsolateStrategy, threshold);

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Fixture.ResetDevice(succeeded: true);
        }
    }
}
