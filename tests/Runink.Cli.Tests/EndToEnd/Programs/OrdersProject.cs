using System.Text.Json;
using Runink.Isolation.Tests;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>A project whose one scenario passes orders through a step of one's own.</summary>
internal abstract class OrdersProject : IDisposable
{
    private const string Feature = "features/orders.feature";
    private const string Letters = "out/dlq";
    private const string Sink = "out/graded.csv";
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Makes it.</summary>
    /// <param name="file">The step's file.</param>
    /// <param name="code">What is in it.</param>
    /// <param name="transformed">What the scenario says of the step: by what, as which flow, with which table.</param>
    /// <param name="then">The steps behind it; null to publish what it returned.</param>
    /// <param name="tags">The scenario's tags.</param>
    protected OrdersProject(string file, string code, string transformed, string? then, string tags)
    {
        Needs.Bubblewrap();
        _directory.Write("runink.yaml", "name: programs\n");
        _directory.Write(file, code);
        _directory.Write(Feature, $"""
            Feature: Orders

              {tags}
              Scenario: Graded
                Given a table "orders" from "csv://data/orders.csv"
                  | option  | value                         |
                  | columns | id int64, total decimal(18,2) |
                When orders are transformed by {transformed}
                {then ?? $"Then graded goes to \"csv://{Sink}\""}
                But records that fail go to the dead-letter queue "jsonl://{Letters}"
            """);
        Orders("id,total\n1,10.50\n2,99.00\n3,0.25\n");
    }

    public string Root => _directory.Path;

    public void Orders(string csv) => Write("data/orders.csv", csv);

    public void Write(string path, string text) => _directory.Write(path, text);

    public Outcome Run(params string[] options) => Runi.RunIn(Root, ["run", Feature, .. options]);

    public Outcome Invoke(params string[] args) => Runi.RunIn(Root, args);

    public bool HasPublished() => File.Exists(_directory.File(Sink));

    /// <summary>The lines that were published, sorted, without their header.</summary>
    public string[] Published() => [.. File.ReadAllLines(_directory.File(Sink)).Skip(1).Order(StringComparer.Ordinal)];

    /// <summary>The dead letters of all runs.</summary>
    public IReadOnlyList<JsonElement> DeadLetters() => Directory.Exists(_directory.File(Letters))
        ? [.. Directory.GetFiles(_directory.File(Letters), "*.jsonl").SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement)]
        : [];

    public void Dispose() => _directory.Dispose();
}
