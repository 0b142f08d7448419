namespace Runink.Simulation.Tests;

public sealed class ShrinkerTests
{
    private static readonly FaultEvent[] Faults =
        [.. Enumerable.Range(1, 40).Select(n => new FaultEvent(n % 2 == 0 ? FaultKind.Crash : FaultKind.Isolate, n))];

    private readonly EpisodeSpec _failing = FindWith(FaultKind.Crash, FaultKind.Isolate);

    private int _attempts;

    [Fact]
    public void Nodes_kinds_faults_and_steps_that_do_not_matter_are_taken_away()
    {
        var smallest = Shrink(
            spec => Happens(spec, 6) && Happens(spec, 26) && spec.Plan().Nodes >= 2 && spec.Steps >= 700, attempts: 2_000);
        Assert.Equal(2, smallest.Nodes);
        Assert.Contains(FaultKind.Isolate, smallest.Without);
        Assert.Equal([Faults[5].ToString(), Faults[25].ToString()], smallest.Only!);
        Assert.InRange(smallest.Steps, 700, 900);
    }

    [Fact]
    public void What_breaks_another_rule_is_not_the_same_failure()
    {
        var shrinker = new Shrinker(Run, new ShrinkBudget(500, () => false));
        Assert.Equal(5, shrinker.Shrink(_failing, Run(_failing)).Plan().Nodes);

        EpisodeResult Run(EpisodeSpec spec) =>
            Result(spec, new Violation(spec.Plan().Nodes < 5 ? "other" : "rule", "", spec.Steps + 500));
    }

    [Fact]
    public void A_failure_that_needs_everything_stays_as_it_is()
    {
        var smallest = Shrink(spec => spec == _failing, 500);
        Assert.Equal(_failing, smallest);
    }

    [Fact]
    public void The_budget_is_kept()
    {
        Shrink(_ => true, 7);
        Assert.Equal(1 + 7, _attempts);
        _attempts = 0;
        var failure = Result(_failing, new Violation("rule", "", 10));
        new Shrinker(Count, new ShrinkBudget(100, () => _attempts >= 4)).Shrink(_failing, failure);
        Assert.Equal(4, _attempts);

        EpisodeResult Count(EpisodeSpec spec)
        {
            _attempts++;
            return Result(spec, null);
        }
    }

    [Fact]
    public void A_real_failure_shrinks_to_one_that_really_fails()
    {
        var failing = new EpisodeSpec(4, ProfileCatalog.Find("crashes")!, 8_000) { Nodes = 5 };
        var result = RunWithTabooOfCrashes(failing);
        var smallest = new Shrinker(RunWithTabooOfCrashes, new ShrinkBudget(60, () => false)).Shrink(failing, result);
        Assert.True(smallest.Steps < failing.Steps || smallest.Plan().Nodes < 5);
        Assert.Equal("nobody crashes", RunWithTabooOfCrashes(smallest).Violation!.Rule);
    }

    private static EpisodeResult RunWithTabooOfCrashes(EpisodeSpec spec) =>
        new Episode(spec.Plan(), spec.Selection, null, new TabooOfCrashes()).Run();

    private EpisodeSpec Shrink(Func<EpisodeSpec, bool> fails, int attempts)
    {
        return new Shrinker(Run, new ShrinkBudget(attempts, () => false)).Shrink(_failing, Run(_failing));

        EpisodeResult Run(EpisodeSpec spec)
        {
            _attempts++;
            return Result(spec, fails(spec) ? new Violation("rule", "", spec.Steps + 500) : null);
        }
    }

    private static bool Happens(EpisodeSpec spec, int number) => FaultsOf(spec).Contains(Faults[number - 1]);

    private static EpisodeResult Result(EpisodeSpec spec, Violation? violation) =>
        new(new RunTally(), FaultsOf(spec), violation, 0);

    private static FaultEvent[] FaultsOf(EpisodeSpec spec) =>
        [.. Faults.Where(fault => spec.Selection.Allows(fault) && !spec.Without.Contains(fault.Kind))];

    private static EpisodeSpec FindWith(params FaultKind[] kinds)
    {
        for (ulong seed = 0; ; seed++)
        {
            var spec = new EpisodeSpec(seed, ProfileCatalog.Mixed, 40_000) { Nodes = 5 };
            if (kinds.All(kind => spec.Plan().Faults[kind] > 0)) return spec;
        }
    }

    private sealed class TabooOfCrashes : ClusterObserver
    {
        public override void Crashing(IObservedNode node) => throw new ViolationException("nobody crashes", $"{node.Id} does");
    }
}
