using WarpDrive.Hisilicon.Sec;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive.Hisilicon.Tests.Sec;

public sealed class SecUserDriverTests
{
    [Theory]
    [InlineData("cipher", 2)]
    [InlineData("digest", 2)]
    [InlineData("aead", 2)]
    [InlineData("cbc(aes)", 2)]
    [InlineData("xts(sm4)", 2)]
    [InlineData("ecb(des3_ede)", 2)]
    [InlineData("sha512-224", 2)]
    [InlineData("authenc(generic,cbc(aes))", 2)]
    [InlineData("ctr(aes)", 3)]
    [InlineData("cbc-cs3(sm4)", 3)]
    [InlineData("cmac(aes)", 3)]
    [InlineData("gcm(sm4)", 3)]
    [InlineData("ctr(des)", 99)]
    [InlineData("crc32", 99)]
    public void Algorithms_are_known_by_the_names_of_the_page_from_a_generation_on(string name, int from)
    {
        var driver = new SecUserDriver();
        foreach (int generation in (int[])[2, 3, 5])
        {
            using var bench = new SecDriverBench(generation);
            bool supported = driver.Supports(bench.File.Info, name, out string? reason);
            Assert.Equal(generation >= from, supported);
            Assert.Equal(supported, reason is null);
        }
    }

    [Fact]
    public void The_registry_finds_the_driver_by_the_class_that_the_device_lists()
    {
        using var bench = new SecDriverBench(3);
        var registry = new UserDriverRegistry([new ZipUserDriver(), new SecUserDriver()]);

        Assert.IsType<SecUserDriver>(registry.Find<IQueueDriver<DigestRequest, Completion, QueueOptions>>(bench.File.Info, "sha256", out _));
        Assert.IsType<SecUserDriver>(registry.Find<IQueueDriver<DigestRequest, Completion, QueueOptions>>(bench.File.Info, "digest", out _));
        Assert.Null(registry.Find<IQueueDriver<DigestRequest, Completion, QueueOptions>>(bench.File.Info with { Algorithms = ["cipher"] }, "sha256", out string? reason));
        Assert.Contains("does not offer sha256", reason, StringComparison.Ordinal);
        Assert.Null(registry.Find<ICompressionDriver>(bench.File.Info, "gzip", out _));
    }

    [Fact]
    public void Other_devices_are_refused_with_words()
    {
        using var bench = new SecDriverBench(3);
        var driver = new SecUserDriver();

        Assert.False(driver.Supports(bench.File.Info with { Name = "hisi_zip-0" }, "sha256", out string? reason));
        Assert.Contains("hisi_sec2", reason, StringComparison.Ordinal);
        Assert.False(driver.Supports(bench.File.Info with { Api = "hisi_qm_v" }, "sha256", out reason));
        Assert.Contains("generation", reason, StringComparison.Ordinal);
        Assert.Equal(("hisi_sec2", 100), (driver.Name, driver.Priority));
    }

    [Fact]
    public void An_engine_that_the_device_does_not_take_is_refused_with_words()
    {
        using var known = new SecDriverBench(3);
        using var unknown = new SecDriverBench(3);
        using var taken = new SecDriverBench(3);

        NotSupportedException e = Assert.Throws<NotSupportedException>(() => known.Digests(new QueueOptions { Engine = "ipsec-mb" }));
        Assert.Contains("not present", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<NotSupportedException>(() => unknown.Digests(new QueueOptions { Engine = "steam" }));
        Assert.Contains("avx512", e.Message, StringComparison.Ordinal);
        using DigestQueue queue = taken.Digests(new QueueOptions { Engine = "avx512" });
        Assert.True(queue.LevelHonoured);
    }
}
