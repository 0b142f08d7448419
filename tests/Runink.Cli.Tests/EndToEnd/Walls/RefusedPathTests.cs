using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Walls;

/// <summary>What may be neither source nor sink, through the real program: one feature for each, all checked by one process.</summary>
public sealed class RefusedPathTests
{
    private const int SourceLine = 3;
    private const int SinkLine = 6;

    private static readonly string[] Paths =
    [
        "../outside",
        "data/../../outside",
        "/etc/passwd",
        "link-outside",
        "link-outside/below",
        "data/link-to-state/journal",
        ".runink/journal",
        ".runink/staging/trades",
        ".runink/keys/masking.key",
        ".RUNINK/keys/masking.key",
        "data/.runink-staging-x",
    ];

    [Fact]
    public void A_path_outside_the_project_or_into_its_state_is_refused_by_one_check_with_its_line()
    {
        using var outside = new TemporaryDirectory();
        using var directory = new TemporaryDirectory();
        directory.Write("runink.yaml", "");
        directory.Write("data/trades.csv", "trade_id\nT1\n");
        Directory.CreateDirectory(directory.File(".runink/keys"));
        Directory.CreateDirectory(directory.File(".runink/journal"));
        File.CreateSymbolicLink(directory.File("link-outside"), outside.Path);
        File.CreateSymbolicLink(directory.File("data/link-to-state"), directory.File(".runink"));
        for (var i = 0; i < Paths.Length; i++)
        {
            directory.Write($"features/source-{i:D2}.feature", Feature($"csv://{Paths[i]}", $"csv://out/{i}.csv"));
            directory.Write($"features/sink-{i:D2}.feature", Feature("csv://data/trades.csv", $"parquet://{Paths[i]}"));
        }

        var outcome = Runi.RunIn(directory.Path, "check", "features", "-o", "json");

        Assert.Equal(2, outcome.ExitCode);
        var errors = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("diagnostics").EnumerateArray()
            .Where(diagnostic => diagnostic.GetProperty("severity").GetString() == "error")
            .Select(error => (error.GetProperty("file").GetString(), error.GetProperty("line").GetInt32()))
            .ToHashSet();
        var allowed = Paths.SelectMany((path, i) => new[]
        {
            errors.Contains(($"features/source-{i:D2}.feature", SourceLine)) ? null : $"{path} as source",
            errors.Contains(($"features/sink-{i:D2}.feature", SinkLine)) ? null : $"{path} as sink",
        }).OfType<string>();
        Assert.Empty(allowed);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside.Path));
    }

    private static string Feature(string source, string sink) =>
        $"""
        Feature: A path
          Scenario: From {source} to {sink}
            Given a table "trades" from "{source}" as trades
              | option  | value         |
              | columns | trade_id text |
            Then trades go to "{sink}"

        """;
}
