using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Tests.Benchmarks;

public sealed class ContestTests
{
    private static readonly ContestSettings s_settings = new("counting", 4, 1, 0.02) { OperationsPerRun = 8, Inputs = 3 };

    [Fact]
    public void Runs_are_counted_by_their_operations()
    {
        BenchReport report = Contest.Run(s_settings, Entry("this", 0), [Entry("first", 0), Entry("second", 0)]);

        Assert.Equal(0, report.Operations % 8);
        Assert.Equal(report.OperationsPerSecond * 4, report.BytesPerSecond, 1e-6 * report.BytesPerSecond);
        Assert.Equal("first", report.Baseline.Name);
        Assert.Equal("second", Assert.Single(report.Others).Name);
        Assert.Equal(0, report.LatencyGroup % 8);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void A_wrong_result_of_anyone_ends_the_job(int errorOfOurs, int errorOfTheirs)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(
            () => Contest.Run(s_settings, Entry("this", errorOfOurs), [Entry("theirs", errorOfTheirs)]));

        Assert.Contains(errorOfOurs == 0 ? "theirs" : "this", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_rival_there_is_nothing_to_measure() => Assert.Throws<UserErrorException>(() => Contest.Run(s_settings, Entry("this", 0), []));

    [Fact]
    public void Every_contestant_is_disposed()
    {
        var made = new List<Counter>();
        var entry = new ContestEntry("this", () =>
        {
            made.Add(new Counter(0));
            return made[^1];
        }, (_, _) => true);

        Contest.Run(s_settings with { Threads = 2 }, entry, [entry]);

        Assert.Equal(4, made.Count);
        Assert.All(made, counter => Assert.True(counter.IsDisposed));
    }

    [Theory]
    [InlineData("system,engine", "System, Engine")]
    [InlineData("all", "System, Engine, LibCrypto")]
    [InlineData("ipsec-mb", "None")]
    [InlineData("system,", "None")]
    public void Names_of_rivals_are_those_that_the_job_knows(string text, string expected)
    {
        bool known = RivalNames.TryParse(text, Rivals.System | Rivals.Engine | Rivals.LibCrypto, out Rivals rivals);

        Assert.Equal(expected, (known ? rivals : Rivals.None).ToString());
    }

    private static ContestEntry Entry(string name, int error) =>
        new(name, () => new Counter(error), (contestant, index) => contestant.Output[0] == (byte)index);

    private sealed class Counter(int error) : Contestant
    {
        private readonly byte[] _output = new byte[1];

        internal bool IsDisposed { get; private set; }

        internal override ReadOnlySpan<byte> Output => _output;

        public override int Run(long index)
        {
            _output[0] = (byte)(index + error);
            return 1;
        }

        protected override void Close() => IsDisposed = true;
    }
}
