namespace WarpDrive.Daemon.Tests;

public sealed class MetricsAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:9464", "127.0.0.1:9464")]
    [InlineData("127.9.9.9:1", "127.9.9.9:1")]
    [InlineData("localhost:9464", "127.0.0.1:9464")]
    [InlineData("[::1]:65535", "[::1]:65535")]
    [InlineData("unix:/run/m.sock", "/run/m.sock")]
    public void Addresses_of_this_machine_are_taken(string text, string endPoint)
    {
        MetricsAddress address = MetricsAddress.Parse(text, allowRemote: false);
        Assert.Equal(endPoint, address.EndPoint.ToString());
        Assert.Equal(text, address.Text);
        Assert.False(address.IsRemote);
    }

    [Theory]
    [InlineData("0.0.0.0:9464")]
    [InlineData("10.0.0.1:9464")]
    [InlineData("[::]:9464")]
    [InlineData("[fe80::1]:9464")]
    public void Addresses_that_others_reach_need_permission(string text)
    {
        ConfigException e = Assert.Throws<ConfigException>(() => MetricsAddress.Parse(text, allowRemote: false));
        Assert.Contains("can be reached from other machines", e.Message, StringComparison.Ordinal);
        Assert.True(MetricsAddress.Parse(text, allowRemote: true).IsRemote);
    }

    [Theory]
    [InlineData("")]
    [InlineData("9464")]
    [InlineData(":9464")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.1:80")]
    [InlineData("0x7f.0.0.1:80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("example.org:80")]
    [InlineData("unix:relative")]
    [InlineData("unix:")]
    public void What_is_no_address_is_refused_with_words(string text) =>
        Assert.NotEmpty(Assert.Throws<ConfigException>(() => MetricsAddress.Parse(text, allowRemote: true)).Message);

    [Fact]
    public void A_path_that_does_not_fit_a_socket_is_refused() =>
        Assert.Throws<ConfigException>(() => MetricsAddress.Parse("unix:/" + new string('a', 107), allowRemote: false));
}
