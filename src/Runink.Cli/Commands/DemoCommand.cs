using System.CommandLine;
using System.Diagnostics;
using Runink.Cli.Demo;
using Runink.Cli.Doctor;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;
using Runink.Cli.Synth;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;

namespace Runink.Cli.Commands;

/// <summary><c>runi demo</c>: a million trades, checked, masked, routed, published and accounted for.</summary>
internal sealed class DemoCommand : CliCommand
{
    private const string Contract = "contracts/trade.odcs.yaml";
    private const string Data = "data/trades.csv";
    private const ulong Seed = 2026;
    private const double BadShare = 0.015;
    private const long RowsMax = 1_000_000_000;

    private readonly Argument<string> _directory = new("DIRECTORY")
    {
        Description = "Where to make the demo project; an earlier demo there is replaced.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "runink-demo",
    };

    private readonly Option<long> _rows = new("--rows")
    {
        Description = "How many trades.",
        HelpName = "N",
        DefaultValueFactory = _ => 1_000_000,
    };

    private readonly Option<string> _isolation = RunIsolation.Option();

    /// <summary>The command.</summary>
    public DemoCommand(Terminal terminal)
        : base("demo", "Watch a million records being checked, masked, routed and accounted for.", "Run")
    {
        Add(_directory);
        Add(_rows);
        Add(_isolation);
        SetAction((parsed, cancellation) => ShowAsync(
            parsed.GetValue(_directory)!, parsed.GetValue(_rows), parsed.GetValue(_isolation)!, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi demo", "In ./runink-demo; takes some seconds."),
        new("runi demo /tmp/small --rows 10000", "Smaller, elsewhere."),
    ];

    private static async Task<int> ShowAsync(
        string directory, long rows, string isolation, Terminal terminal, CancellationToken cancellation)
    {
        if (rows is < 1 or > RowsMax) throw CliErrors.Usage($"--rows {rows} is not between 1 and {Human.Count(RowsMax)}");
        if (isolation == RunIsolation.Sandbox && OperatingSystem.IsLinux()) Bubblewrap.Ensure(terminal);
        var project = DemoProject.Make(Path.GetFullPath(directory), directory);
        terminal.Error.WriteLine($"made the project {directory}");
        MakeData(project.Root, rows, terminal, cancellation);

        var time = DateTimeOffset.UtcNow;
        var noParameters = new Dictionary<string, string>();
        var loaded = LoadedFeatures.Load(["features/trades.feature"], project.Root, new PlaceholderValues(noParameters, time));
        var plan = ScenarioChoice.Pick(loaded, scenario: null, terminal);
        var request = RunPresenter.Request(loaded, plan, scenario: null, noParameters, time);
        await using var session = await ProjectSession.OpenAsync(project, terminal, cancellation);
        await using var isolated = RunIsolation.Open(isolation, request.Plans, project, terminal);
        var result = await new RunPresenter(terminal, "text")
            .FollowAsync(observer => session.Coordinator(isolated).RunAsync(request, observer, cancellation));
        if (result.ExitCode == ExitCodes.Ok) await new DemoTour(terminal, session).ShowAsync(result, directory, cancellation);
        return result.ExitCode;
    }

    private static void MakeData(string root, long rows, Terminal terminal, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var table = ContractFile.Read(Path.Combine(root, Contract), terminal).Objects[0];
        var synthesizer = new Synthesizer(table.Columns, table.Rules, Seed, BadShare);
        var report = SynthFile.Write(
            Path.Combine(root, Data), stream => synthesizer.Write(rows, new RowFormat.Csv(), stream, cancellation));
        SynthFile.Tell(report, Data, Stopwatch.GetElapsedTime(started), terminal);
    }
}
