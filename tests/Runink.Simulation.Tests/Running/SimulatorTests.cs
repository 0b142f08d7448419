namespace Runink.Simulation.Tests;

public sealed class SimulatorTests
{
    private static readonly Violation Broken = new("a rule", "a finding", 321);

    private readonly List<EpisodeSpec> _run = [];

    [Fact]
    public void The_steps_are_divided_into_episodes_that_each_have_a_seed_of_their_own()
    {
        var (code, _) = Run("--steps 500000", _ => false);
        Assert.Equal(0, code);
        Assert.InRange(_run.Count, 10, 25);
        Assert.Equal(_run.Count, _run.Select(spec => spec.Seed).Distinct().Count());
        Assert.Equal(500_000, _run.Sum(spec => spec.Steps));
    }

    [Fact]
    public void Each_seed_makes_its_steps_and_is_named()
    {
        var (code, output) = Run("--steps 30000 --seeds 3", _ => false);
        Assert.Equal(0, code);
        Assert.Contains("seed 9", output);
        Assert.Contains("seed 10", output);
        Assert.Contains("seed 11", output);
        Assert.Equal(90_000, _run.Sum(spec => spec.Steps));
    }

    [Fact]
    public void The_first_violation_ends_the_run_with_one_and_the_command_that_replays_it()
    {
        var (code, output) = Run("--steps 500000 --seeds 5 --shrink 0", _ => _run.Count >= 3);
        Assert.Equal(1, code);
        Assert.Equal(3, _run.Select(spec => spec.Seed).Distinct().Count());
        Assert.Contains("violation: a rule is broken in step 321: a finding", output);
        Assert.Contains($"replay: dotnet run -c Release --project tests/Runink.Simulation -- {_run[^1].ToArguments()}", output);
        Assert.EndsWith("violations=1", output.TrimEnd());
    }

    [Fact]
    public void The_replay_command_of_a_planted_bug_plants_it_again()
    {
        var (_, output) = Run("--steps 5000 --shrink 0 --plant forgetful", _ => true);
        Assert.Contains($"{_run[^1].ToArguments()} --plant forgetful", output);
    }

    [Fact]
    public void A_failure_is_shrunk_and_the_smaller_one_can_be_replayed()
    {
        var (_, output) = Run("--steps 5000 --nodes 5", spec => spec.Nodes >= 2);
        Assert.Contains("shrunk in", output);
        Assert.Contains("--nodes 2", output[output.LastIndexOf("replay:", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void The_end_of_the_trace_is_shown()
    {
        var (_, output) = Run("--steps 5000 --shrink 0", _ => true);
        Assert.Contains("the last 1 lines of its trace:", output);
        Assert.Contains("> tick 1", output);
    }

    private (int Code, string Output) Run(string words, Func<EpisodeSpec, bool> breaks)
    {
        var output = new StringWriter();
        var simulator = new Simulator(CommandLineParser.Parse(words.Split(' ')), output, RunEpisode);
        return (simulator.Run(9), output.ToString());

        EpisodeResult RunEpisode(EpisodeSpec spec, TraceSink? trace)
        {
            _run.Add(spec);
            trace?.Command(new World(1), "tick 1");
            var tally = new RunTally { Steps = spec.Steps, Violations = breaks(spec) ? 1 : 0 };
            return new EpisodeResult(tally, [], breaks(spec) ? Broken : null, 0);
        }
    }
}
