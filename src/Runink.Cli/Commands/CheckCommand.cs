using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands;

/// <summary><c>runi check</c>: finds mistakes in features and contracts without touching data.</summary>
internal sealed class CheckCommand : CliCommand
{
    private readonly FeatureOptions _features = new();
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public CheckCommand(Terminal terminal)
        : base("check", "Find mistakes in features and contracts, without touching data.", "Write")
    {
        _features.AddTo(this);
        Add(_output);
        SetAction(parsed =>
        {
            var loaded = _features.Load(parsed, DateTimeOffset.UtcNow);
            terminal.SourceRoot = loaded.Project.Root;
            return Report(loaded, parsed.GetValue(_output)!, terminal);
        });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi check features/orders.feature", "One feature."),
        new("runi check features", "All features below a directory, together."),
        new("runi check features -o json", "For editors and CI."),
    ];

    private static int Report(LoadedFeatures loaded, string format, Terminal terminal)
    {
        if (format == "json") WriteJson(loaded, terminal);
        else Print(loaded, terminal);
        return loaded.HasErrors ? ExitCodes.BadInput : ExitCodes.Ok;
    }

    private static void WriteJson(LoadedFeatures loaded, Terminal terminal)
    {
        terminal.Out.Flush();
        using (var writer = new Utf8JsonWriter(terminal.OutStream, DiagnosticJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", DiagnosticJson.Version);
            writer.WriteStartArray("features");
            foreach (var file in loaded.Files) writer.WriteStringValue(file);
            writer.WriteEndArray();
            writer.WriteStartArray("scenarios");
            foreach (var plan in loaded.Plan.Scenarios) writer.WriteStringValue(plan.Name);
            writer.WriteEndArray();
            DiagnosticJson.WriteArray(writer, loaded.Diagnostics);
            writer.WriteEndObject();
        }

        terminal.Out.WriteLine();
    }

    private static void Print(LoadedFeatures loaded, Terminal terminal)
    {
        foreach (var diagnostic in loaded.Diagnostics)
        {
            terminal.Report(diagnostic);
            terminal.Error.WriteLine();
        }

        var errors = loaded.Diagnostics.Count(diagnostic => diagnostic.IsError);
        var warnings = Human.Plural(loaded.Diagnostics.Count - errors, "warning");
        if (errors > 0)
        {
            terminal.Error.WriteLine($"{terminal.ErrorPaint.Red(Human.Plural(errors, "error"))}, {warnings}");
            return;
        }

        var seen = $"{Human.Plural(loaded.Files.Count, "feature")}, {Human.Plural(loaded.Plan.Scenarios.Count, "scenario")}";
        terminal.Out.WriteLine($"{terminal.OutPaint.Green("ok:")} {seen}, {warnings}");
    }
}
