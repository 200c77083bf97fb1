namespace WarpDrive.Uacce.Core.Tests.Remote;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(999)]
    [InlineData(1_000_000)]
    [InlineData(123_456_789_012)]
    public void A_quantile_is_at_most_a_quarter_above_the_value(long nanoseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(nanoseconds, 10);
        double told = histogram.Quantile(0.5).TotalNanoseconds;
        Assert.InRange(told, Math.Floor(nanoseconds / 100.0) * 100, Math.Max((nanoseconds * 1.25) + 1, 100));   // a TimeSpan counts in 100 ns
    }

    [Fact]
    public void Quantiles_separate_the_few_that_are_slow()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(TimeSpan.Zero, histogram.Quantile(0.99));
        histogram.Add(10_000, 980);
        histogram.Add(50_000_000, 20);
        Assert.Equal(1000, histogram.Count);
        Assert.InRange(histogram.Quantile(0.5).TotalMicroseconds, 10, 12.5);
        Assert.InRange(histogram.Quantile(0.98).TotalMicroseconds, 10, 12.5);
        Assert.InRange(histogram.Quantile(0.99).TotalMilliseconds, 50, 62.5);
        histogram.Add(0);
        histogram.Add(long.MaxValue);
        Assert.Equal(1002, histogram.Count);
        Assert.True(histogram.Quantile(1).TotalMinutes > 18);
    }
}
