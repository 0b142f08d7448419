using System.Diagnostics;

namespace Runink.Simulation;

/// <summary>Runs what the command line asks for, one episode after the other, until a rule is broken.</summary>
/// <param name="line">The command line.</param>
/// <param name="output">Where to report.</param>
/// <param name="run">Runs an episode, and tells its history to whoever listens.</param>
public sealed class Simulator(CommandLine line, TextWriter output, Func<EpisodeSpec, TraceSink?, EpisodeResult> run)
{
    private const long LeastEpisode = 5_000;
    private const int LinesOfTrace = 200;
    private const int ShrinkAttempts = 2_000;

    /// <returns>The exit code.</returns>
    public int Run(ulong firstSeed)
    {
        var total = new RunTally();
        for (var i = 0; i < line.Seeds && total.Violations == 0; i++) total += RunSeed(firstSeed + (ulong)i);
        if (total.Undecided > 0) output.WriteLine($"{total.Undecided} histories were too entangled to judge");
        output.WriteLine(total);
        return total.Violations == 0 ? 0 : 1;
    }

    private RunTally RunSeed(ulong seed)
    {
        if (line.Seeds > 1) output.WriteLine($"seed {seed}");
        if (line.Episode) return RunEpisode(line.ToSpec(seed));
        var total = new RunTally();
        var chance = new Prng(seed);
        while (total.Steps < line.Steps && total.Violations == 0)
        {
            var left = line.Steps - total.Steps;
            var steps = chance.Between(20_000, 50_000);
            if (left - steps < LeastEpisode) steps = left;
            total += RunEpisode(new EpisodeSpec(chance.Next(), line.Profile, steps) { Nodes = line.Nodes });
        }

        return total;
    }

    private RunTally RunEpisode(EpisodeSpec spec)
    {
        var result = run(spec, line.Trace ? new TextTrace(output) : null);
        if (result.Violation is not null) Report(spec, result);
        return result.Tally;
    }

    private void Report(EpisodeSpec failing, EpisodeResult result)
    {
        output.WriteLine($"violation: {result.Violation}");
        output.WriteLine($"replay: {CommandFor(failing)}");
        var smallest = line.ShrinkSeconds == 0 ? failing : Shrink(failing, result);
        if (line.Trace) return;
        var trace = new RecentTrace(LinesOfTrace);
        var again = run(smallest, trace);
        output.WriteLine($"the last {trace.Lines.Count} lines of its trace:");
        foreach (var told in trace.Lines) output.WriteLine(told);
        output.WriteLine($"violation: {again.Violation}");
        output.WriteLine($"replay: {CommandFor(smallest)}");
    }

    private EpisodeSpec Shrink(EpisodeSpec failing, EpisodeResult result)
    {
        var watch = Stopwatch.StartNew();
        var budget = new ShrinkBudget(ShrinkAttempts, () => watch.Elapsed.TotalSeconds > line.ShrinkSeconds);
        var smallest = new Shrinker(spec => run(spec, null), budget).Shrink(failing, result);
        var faults = smallest.Only is { } only ? $"{only.Count} faults, " : "";
        output.WriteLine($"shrunk in {budget.Spent} attempts: {smallest.Plan().Nodes} nodes, {faults}{smallest.Steps} steps");
        return smallest;
    }

    private string CommandFor(EpisodeSpec spec)
    {
        var plant = line.Plant is null ? "" : $" --plant {line.Plant}";
        return $"dotnet run -c Release --project tests/Runink.Simulation -- {spec.ToArguments()}{plant}";
    }
}
