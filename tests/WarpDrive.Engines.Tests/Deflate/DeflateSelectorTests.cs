using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class DeflateSelectorTests
{
    private static readonly int[] s_lengths = [0, 4096, DeflateSelector.MediumLength, 65536, DeflateSelector.LargeLength, 1 << 20];

    [Fact]
    public void A_choice_is_one_of_those_that_keep_the_promise_and_stays()
    {
        var selector = new DeflateSelector();
        foreach (DeflatePromise promise in new[] { DeflatePromise.Fastest, DeflatePromise.Level1, DeflatePromise.Level6 })
        {
            foreach (DeflateOperation operation in Enum.GetValues<DeflateOperation>())
            {
                foreach (int length in s_lengths)
                {
                    DeflateChoice choice = selector.Choose(operation, promise, length);
                    Assert.Contains(choice, DeflatePromiseTable.Candidates(operation, promise, DeflateSelector.SizeClassOf(length)));
                    Assert.Equal(choice, selector.Choose(operation, promise, length));
                }
            }
        }
    }

    [Fact]
    public void What_was_measured_explains_the_choice()
    {
        var selector = new DeflateSelector();
        DeflateChoice choice = selector.Choose(DeflateOperation.Encode, DeflatePromise.Fastest, 65536);
        if (DeflatePromiseTable.Candidates(DeflateOperation.Encode, DeflatePromise.Fastest, DeflateSizeClass.Medium).Count > 1)
        {
            DeflateMeasurement[] measured = [.. selector.Measurements];
            Assert.All(measured, one => Assert.True(one.BytesPerSecond > 0));
            DeflateMeasurement winner = Assert.Single(measured, one => one.Chosen);
            Assert.Equal(choice, winner.Choice);
            Assert.Equal(measured.Max(one => one.BytesPerSecond), winner.BytesPerSecond);
            foreach (DeflateMeasurement one in measured)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(one.ToString());
            }
        }
        else
        {
            Assert.Empty(selector.Measurements);
        }
    }

    [Theory]
    [InlineData(0, DeflateSizeClass.Small)]
    [InlineData(16 * 1024 - 1, DeflateSizeClass.Small)]
    [InlineData(16 * 1024, DeflateSizeClass.Medium)]
    [InlineData(512 * 1024 - 1, DeflateSizeClass.Medium)]
    [InlineData(512 * 1024, DeflateSizeClass.Large)]
    [InlineData(1L << 40, DeflateSizeClass.Large)]
    public void Lengths_fall_into_their_classes(long length, DeflateSizeClass expected) =>
        Assert.Equal(expected, DeflateSelector.SizeClassOf(length));

    [Fact]
    public void A_known_choice_allocates_nothing()
    {
        var selector = new DeflateSelector();
        Assert.Equal(0, Machine.AllocatedBy(() =>
        {
            selector.Choose(DeflateOperation.Encode, DeflatePromise.Fastest, 4096);
            selector.Choose(DeflateOperation.Decode, DeflatePromise.Fastest, 4096);
        }));
    }

    [Fact]
    public void A_forced_engine_is_used_for_every_promise_at_the_level_that_keeps_it_or_its_highest()
    {
        foreach (DeflateEngineInfo info in DeflateEngines.Available.Where(info => info.CanEncode))
        {
            var selector = new DeflateSelector(new DeflateSelectorOptions { Engine = info.Kind });
            foreach (DeflatePromise promise in Enum.GetValues<DeflatePromise>())
            {
                DeflateChoice choice = selector.Choose(DeflateOperation.Encode, promise, 65536);
                int promised = DeflatePromiseTable.LevelOf(info.Kind, promise, DeflateSizeClass.Medium);
                Assert.Equal(new DeflateChoice(info.Kind, promised == DeflatePromiseTable.None ? info.MaxLevel : promised), choice);
                Assert.Equal(info.Kind, selector.Choose(DeflateOperation.Decode, promise, 65536).Kind);
            }

            Assert.Empty(selector.Measurements);
        }
    }

    [Fact]
    public void A_forced_level_is_the_engines_own()
    {
        var selector = new DeflateSelector(new DeflateSelectorOptions { Engine = DeflateEngineKind.Runtime, EngineLevel = 4 });
        Assert.Equal(new DeflateChoice(DeflateEngineKind.Runtime, 4), selector.Choose(DeflateOperation.Encode, DeflatePromise.Level9, 10));
        Assert.Equal(new DeflateChoice(DeflateEngineKind.Runtime, 4), selector.Choose(DeflateOperation.StreamEncode, DeflatePromise.Level1, 10));
        Assert.Throws<ArgumentException>(() => new DeflateSelector(new DeflateSelectorOptions { EngineLevel = 4 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new DeflateSelector(new DeflateSelectorOptions { Engine = DeflateEngineKind.Runtime, EngineLevel = 10 }));
    }

    [Fact]
    public void A_forced_engine_that_is_missing_or_cannot_do_it_is_a_clear_error()
    {
        foreach (DeflateEngineInfo info in DeflateEngines.All.Where(info => !info.IsAvailable))
        {
            var missing = Assert.Throws<DeflateEngineUnavailableException>(
                () => new DeflateSelector(new DeflateSelectorOptions { Engine = info.Kind }));
            Assert.Contains(info.Reason, missing.Message, StringComparison.Ordinal);
        }

        var managed = new DeflateSelector(new DeflateSelectorOptions { Engine = DeflateEngineKind.Managed });
        Assert.Equal(DeflateEngineKind.Managed, managed.Choose(DeflateOperation.Decode, DeflatePromise.Fastest, 10).Kind);
        Assert.Throws<DeflateEngineUnavailableException>(() => managed.Choose(DeflateOperation.Encode, DeflatePromise.Fastest, 10));
        Assert.Throws<DeflateEngineUnavailableException>(() => managed.Choose(DeflateOperation.StreamEncode, DeflatePromise.Fastest, 10));
    }

    [Fact]
    public void A_pinned_choice_replaces_measuring()
    {
        var selector = new DeflateSelector();
        var pinned = new DeflateChoice(DeflateEngineKind.Runtime, 9);
        selector.Pin(DeflateOperation.Encode, DeflatePromise.Fastest, DeflateSizeClass.Large, pinned);
        Assert.Equal(pinned, selector.Choose(DeflateOperation.Encode, DeflatePromise.Fastest, 1 << 20));
        Assert.Empty(selector.Measurements);
        Assert.Throws<ArgumentOutOfRangeException>(() => selector.Pin(
            DeflateOperation.Encode, DeflatePromise.Fastest, DeflateSizeClass.Large, new DeflateChoice(DeflateEngineKind.Runtime, 10)));
    }

    [Fact]
    public void Values_outside_their_ranges_are_misuse()
    {
        var selector = new DeflateSelector();
        Assert.Throws<ArgumentOutOfRangeException>(() => selector.Choose(DeflateOperation.Encode, DeflatePromise.Fastest, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => selector.Choose((DeflateOperation)4, DeflatePromise.Fastest, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => selector.Choose(DeflateOperation.Encode, (DeflatePromise)10, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => selector.Choose(DeflateOperation.Encode, (DeflatePromise)(-1), 1));
    }

    [Fact]
    public void Many_threads_get_one_answer()
    {
        var selector = new DeflateSelector();
        var answers = new DeflateChoice[64];
        Parallel.For(0, answers.Length, i => answers[i] = selector.Choose(DeflateOperation.Decode, DeflatePromise.Level5, 4096));
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        selector.Prepare(DeflatePromise.Fastest);
        int count = selector.Measurements.Count;
        selector.Prepare(DeflatePromise.Fastest);
        Assert.Equal(count, selector.Measurements.Count);
    }
}
