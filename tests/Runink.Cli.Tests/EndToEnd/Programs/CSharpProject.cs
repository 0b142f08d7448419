using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>A project whose one scenario passes orders through a step in C#.</summary>
internal sealed class CSharpProject : IDisposable
{
    public const string Step = "steps/Grade.cs";
    private const string Feature = "features/orders.feature";
    private readonly TemporaryDirectory _directory = new();

    public CSharpProject(string code, string tags = "")
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "this needs bubblewrap: apt-get install bubblewrap");
        _directory.Write("runink.yaml", "name: csharp\n");
        _directory.Write("data/orders.csv", "id,total\n1,10.50\n2,99.00\n3,0.25\n");
        _directory.Write("data/secret.txt", "secret");
        _directory.Write(Step, code);
        _directory.Write(Feature, $"""
            Feature: Orders

              {tags}
              Scenario: Graded
                Given a table "orders" from "csv://data/orders.csv"
                  | option  | value                         |
                  | columns | id int64, total decimal(18,2) |
                When orders are transformed by the C# step "{Step}" as graded
                And best is calculated by SQL from graded
                  '''
                  SELECT * FROM graded
                  '''
                Then best goes to "csv://out/graded.csv"
                But records that fail go to the dead-letter queue "jsonl://out/dlq"
            """.Replace("'''", "\"\"\"", StringComparison.Ordinal));
    }

    /// <summary>A step whose method has this body and returns a grade.</summary>
    public static string Returning(string body) =>
        $"static class Step\n{{\n    public static Graded? Run(Order order)\n    {{\n        {body}\n    }}\n}}\nrecord Order(long Id, decimal? Total);\nrecord Graded(long Id, string? Grade, string? _reject = null);\n";

    public string Root => _directory.Path;

    public void Write(string path, string text) => _directory.Write(path, text);

    public Outcome Run(params string[] options) => Runi.RunIn(Root, ["run", Feature, .. options]);

    public Outcome Invoke(params string[] args) => Runi.RunIn(Root, args);

    /// <summary>The published records, sorted; null when nothing was published.</summary>
    public string[]? Published() => File.Exists(_directory.File("out/graded.csv"))
        ? [.. File.ReadAllLines(_directory.File("out/graded.csv")).Skip(1).Order(StringComparer.Ordinal)]
        : null;

    public IReadOnlyList<JsonElement> DeadLetters() => Directory.Exists(_directory.File("out/dlq"))
        ? [.. Directory.GetFiles(_directory.File("out/dlq"), "*.jsonl").SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement)]
        : [];

    public void Dispose() => _directory.Dispose();
}
