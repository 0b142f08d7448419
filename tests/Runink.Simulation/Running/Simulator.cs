namespace Runink.Simulation;

/// <summary>Runs what the command line asks for, one episode after the other, until a rule is broken.</summary>
public sealed class Simulator(CommandLine line, TextWriter output)
{
    private const long LeastEpisode = 5_000;
    private const int LinesOfTrace = 200;

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
        var result = new Episode(spec, line.Trace ? new TextTrace(output) : null).Run();
        if (result.Violation is { } violation) Report(spec, violation);
        return result.Tally;
    }

    private void Report(EpisodeSpec spec, Violation violation)
    {
        var trace = new RecentTrace(LinesOfTrace);
        new Episode(spec, trace).Run();
        output.WriteLine($"the last {trace.Lines.Count} lines of its trace:");
        foreach (var told in trace.Lines) output.WriteLine(told);
        output.WriteLine($"violation: {violation}");
        output.WriteLine($"replay: dotnet run -c Release --project tests/Runink.Simulation -- {spec.ToArguments()}");
    }
}
