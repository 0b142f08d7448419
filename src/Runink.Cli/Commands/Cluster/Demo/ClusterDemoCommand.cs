using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary><c>runi cluster demo</c>: a cluster whose leader is killed again and again, and loses nothing.</summary>
internal sealed class ClusterDemoCommand : CliCommand
{
    private const int SecondsMax = 600;
    private const int ElectionMax = 10_000;

    private readonly Option<int> _seconds = New("--seconds", "How long it writes.", 20);
    private readonly Option<int> _kills = New("--kills", "How often the leader is killed.", 3);
    private readonly Option<int> _election = New("--election-timeout", "Milliseconds without a leader until an election; more on a busy machine.", 150);
    private readonly Option<string> _output = OutputFormat.Option("table", "json");

    /// <summary>The command.</summary>
    public ClusterDemoCommand(Terminal terminal) : base("demo", "Watch three servers lose their leader again and again, and nothing else.")
    {
        foreach (var option in new Option[] { _seconds, _kills, _election, _output }) Add(option);
        SetAction((parsed, cancellation) => ShowAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster demo", "On this machine, for 20 seconds; everything is cleared away at the end."),
        new("runi cluster demo --seconds 60 --kills 10 -o json", "Longer, and with a summary for tools."),
    ];

    private static Option<int> New(string name, string description, int value) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private async Task<int> ShowAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (seconds, kills, election) = (Within(parsed, _seconds, 1, SecondsMax), parsed.GetValue(_kills), Within(parsed, _election, 50, ElectionMax));
        if (kills < 0 || kills > seconds) throw CliErrors.Usage($"--kills {kills} is not between 0 and one for each second");
        using var cluster = new DemoCluster(TimeSpan.FromMilliseconds(election));
        var meter = new WriteMeter(TimeProvider.System);
        var picture = new DemoPicture(terminal, meter, TimeProvider.System);
        picture.Tell($"starting three servers at {string.Join(", ", cluster.Endpoints.Select(url => url.Authority))}");
        await cluster.StartAsync(cancellation);
        var summary = await new DemoRun(cluster, TimeSpan.FromSeconds(seconds), kills, meter, picture).RunAsync(cancellation);
        if (parsed.GetValue(_output) == "json")
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(summary, OutputFormat.Indented));
        }
        else
        {
            var verdict = summary.Lost == 0 ? terminal.OutPaint.Green("nothing lost") : terminal.OutPaint.Red($"{Human.Count(summary.Lost)} writes lost");
            terminal.Out.WriteLine(
                $"{verdict}: {Human.Count(summary.Acknowledged)} writes acknowledged, {Human.Plural(summary.Kills, "leader")} killed, "
                + $"longest gap {summary.LongestGapMilliseconds} ms");
        }

        return summary.Lost == 0 ? ExitCodes.Ok : ExitCodes.WorkFailed;
    }

    private static int Within(ParseResult parsed, Option<int> option, int from, int to)
    {
        var value = parsed.GetValue(option);
        return value >= from && value <= to ? value : throw CliErrors.Usage($"{option.Name} {value} is not between {from} and {to}");
    }
}
