using System.Globalization;

namespace Runink.Cluster;

/// <summary>Faults under load for some time.</summary>
internal static class SoakCommand
{
    /// <returns>0 if nothing was wrong, else 1; 2 for flags that make no sense.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output)
    {
        var flags = new Flags(args, "--minutes", "--nodes", "--seed", "--faults", "--rate", "--election");
        var options = new SoakOptions
        {
            Seed = flags.Seed("--seed"),
            Duration = TimeSpan.FromMinutes(flags.Number("--minutes", 60, 1, 100_000)),
            Nodes = flags.Number("--nodes", 3, 3, 9),
            Rate = flags.Number("--rate", SoakOptions.UsualRate, 1, 100_000),
            Election = flags.Number("--election", SoakOptions.UsualElection, 50, 60_000),
            Faults = flags.Names<FaultKind>("--faults"),
        };
        if (flags.AreWrong) return 2;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {options.Seed}, {options.Nodes} nodes, {options.Duration.TotalMinutes} minutes"));
        var report = await Soak.RunAsync(options, output);
        output.WriteLine(report);
        foreach (var violation in report.Violations) output.WriteLine($"VIOLATION {violation}");
        return report.Violations.Count == 0 ? 0 : 1;
    }
}
