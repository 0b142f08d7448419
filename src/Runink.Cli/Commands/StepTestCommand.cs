using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Steps;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;

namespace Runink.Cli.Commands;

/// <summary><c>runi step test</c>: one step alone, over a few records.</summary>
internal sealed class StepTestCommand : CliCommand
{
    private const int LettersShown = 20;

    private readonly Argument<string> _file = new("FILE") { Description = "The step: a .cs file, or a program that a feature uses." };

    private readonly Option<string?> _input = new("--input")
    {
        Description = "Records as JSON lines, or as CSV or Parquet when it is named .csv or .parquet; without it, three made-up ones, the last all NULL.",
        HelpName = "FILE",
    };

    private readonly Option<string> _memory = new("--memory")
    {
        Description = "What it may use at most.",
        HelpName = "SIZE",
        DefaultValueFactory = _ => "512Mi",
    };

    private readonly Option<string> _timeout = new("--timeout")
    {
        Description = "How long it may take.",
        HelpName = "TIME",
        DefaultValueFactory = _ => "60s",
    };

    private readonly Option<string> _isolation = RunIsolation.Option();

    /// <summary>The command.</summary>
    public StepTestCommand(Terminal terminal) : base("test", "Pass a few records through one step, in its sandbox.")
    {
        Add(_file);
        Add(_input);
        Add(_memory);
        Add(_timeout);
        Add(_isolation);
        SetAction((parsed, cancellation) => TestAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi step test steps/Grade.cs", "Over made-up records."),
        new("runi step test steps/Grade.cs --input orders.jsonl", "Over records of a file; what comes back is on standard output."),
    ];

    private async Task<int> TestAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var given = parsed.GetValue(_file)!;
        var absolute = Path.GetFullPath(given);
        if (!File.Exists(absolute)) throw CliErrors.NotFound($"{given} does not exist", "'runi step list' shows the steps of this project");
        var project = Project.Find(absolute);
        terminal.SourceRoot = project.Root;
        var step = Find(project, Path.GetRelativePath(project.Root, absolute).Replace('\\', '/'), terminal);
        using var trial = new StepTrial
        {
            Step = step,
            File = absolute,
            Format = FormatOf(parsed.GetValue(_input)),
            Tags = $"@memory:{parsed.GetValue(_memory)} @timeout:{parsed.GetValue(_timeout)}"
                + (!step.IsCSharp && step.Format == Pipelines.Planning.RecordFormat.Arrow ? " @format:arrow" : ""),
        };
        var result = await trial.RunAsync(to => Records(parsed.GetValue(_input), step, to), parsed.GetValue(_isolation)!, terminal, cancellation);
        Report(result, terminal);
        return result.Run.ExitCode;
    }

    private static OwnStep Find(Project project, string file, Terminal terminal)
    {
        var inventory = new StepInventory(project, new PlaceholderValues(new Dictionary<string, string>(), DateTimeOffset.UtcNow));
        var step = inventory.Find(file);
        if (step.Takes.Count > 0) return step;
        if (inventory.Diagnostics.Count > 0) throw terminal.Refuse(inventory.Diagnostics);
        throw CliErrors.Usage(
            $"no scenario uses {file}, and only a scenario says which columns a program takes and returns",
            "use it in a feature first; a step in C# says so itself");
    }

    private static string FormatOf(string? input) => Path.GetExtension(input) switch
    {
        ".csv" => "csv",
        ".parquet" => "parquet",
        _ => "jsonl",
    };

    private static void Records(string? input, OwnStep step, string to)
    {
        try
        {
            if (input is null) File.WriteAllText(to, SampleRecords.Of(step.Takes));
            else File.Copy(input, to);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.Usage($"cannot read the records of {input}: {failure.Message}", "give a file with a JSON object on each line, or one that is named .csv or .parquet");
        }
    }

    private static void Report(TrialResult result, Terminal terminal)
    {
        var returned = 0L;
        foreach (var record in result.Returned)
        {
            terminal.Out.WriteLine(record);
            returned++;
        }

        terminal.Out.Flush();
        if (result.Printed.Length > 0) terminal.Error.WriteLine($"it printed:\n{TerminalText.Clean(result.Printed.TrimEnd())}");
        foreach (var letter in result.Letters.Take(LettersShown))
            terminal.Error.WriteLine($"{terminal.ErrorPaint.Yellow("rejected:")} {Why(letter)}  {letter.Payload.GetRawText()}");
        if (result.Run.Failure is { } failure) terminal.Fail($"[{failure.Code}] {failure.Message}", failure.Hint);
        if (result.Run.Stages[0].Counts is not { } counts) return;
        var (read, rejected) = (Human.Plural(counts.RecordsRead, "record"), Human.Count(result.Letters.Count));
        var (time, memory) = (Human.Duration(TimeSpan.FromMilliseconds(counts.CpuMilliseconds)), Human.Bytes(counts.PeakMemoryBytes));
        terminal.Error.WriteLine($"{read} in, {Human.Count(returned)} returned, {rejected} rejected; "
            + $"all processes together used {time} of processor time and {memory}");
    }

    private static string Why(DeadLetter letter) => TerminalText.Clean(string.Join("; ", letter.Errors.Select(error =>
        error.Rule == "rejected" ? error.Actual : $"{error.Field} must be {error.Expected}, is {error.Actual ?? "NULL"}")));
}
