using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>A project whose one scenario passes orders through a program.</summary>
internal sealed class ProgramProject : IDisposable
{
    public const string Letters = "out/dlq";
    private const string Feature = "features/orders.feature";

    private readonly TemporaryDirectory _directory = new();

    public ProgramProject(string program, string name = "steps/step", string? then = null, string tags = "", string[]? columns = null, string? endpoints = null)
    {
        var interpreter = program.Split('\n')[0].Split(' ') is ["#!/usr/bin/env", var named] ? named : "sh";
        Assert.SkipUnless(Path.Exists($"/usr/bin/{interpreter}") || Path.Exists($"/usr/local/bin/{interpreter}"), $"not installed here: {interpreter}");
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "this needs bubblewrap: apt-get install bubblewrap");
        _directory.Write("runink.yaml", "name: programs\n");
        _directory.Write(name, program);
        _directory.Write(Feature, $"""
            Feature: Orders

              {tags}
              Scenario: Graded
                Given a table "orders" from "csv://data/orders.csv"
                  | option  | value                        |
                  | columns | id int64, total decimal(18,2) |
                When orders are transformed by the program "{name}"{(endpoints is null ? "" : $" with access to \"{endpoints}\"")} as graded
                  | column | type          |
                  {string.Join("\n      ", columns ?? ["| id     | int64         |", "| grade  | text          |"])}
                {then ?? "Then graded goes to \"csv://out/graded.csv\""}
                But records that fail go to the dead-letter queue "jsonl://{Letters}"
            """);
        Orders("id,total\n1,10.50\n2,99.00\n3,0.25\n");
    }

    public string Root => _directory.Path;

    public void Orders(string csv) => _directory.Write("data/orders.csv", csv);

    public void Write(string name, string text) => _directory.Write(name, text);

    public Outcome Run(params string[] options) => Runi.RunIn(Root, ["run", Feature, .. options]);

    public Outcome Invoke(params string[] args) => Runi.RunIn(Root, args);

    public RuniProcess Start() => RuniProcess.Start(Root, "run", Feature);

    /// <summary>The lines of a published csv file, sorted, without its header.</summary>
    public string[] Published(string name = "out/graded.csv") =>
        [.. File.ReadAllLines(_directory.File(name)).Skip(1).Order(StringComparer.Ordinal)];

    public bool HasPublished(string name = "out/graded.csv") => File.Exists(_directory.File(name));

    /// <summary>The dead letters of all runs.</summary>
    public IReadOnlyList<JsonElement> DeadLetters() => Directory.Exists(_directory.File(Letters))
        ? [.. Directory.GetFiles(_directory.File(Letters), "*.jsonl").SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement)]
        : [];

    public void Dispose() => _directory.Dispose();
}
