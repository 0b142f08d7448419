using Runink.Pipelines.Contracts;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Contracts;

/// <summary>Short ways to write contracts and to show what was read.</summary>
internal static class ContractText
{
    /// <summary>A contract with one object <c>t</c> whose properties start at line 9, column 9.</summary>
    public static string WithProperties(string properties) => $"""
        version: 1.0.0
        apiVersion: v3.1.0
        kind: DataContract
        id: t
        status: active
        schema:
          - name: t
            properties:
        {Indented(properties, 6)}
        """;

    /// <summary>
    /// A contract with one object <c>t</c> that has properties <c>a</c> and <c>b</c>; the quality rules start at line 12,
    /// column 9.
    /// </summary>
    public static string WithQuality(string quality) => $$"""
        version: 1.0.0
        apiVersion: v3.1.0
        kind: DataContract
        id: t
        status: active
        schema:
          - name: t
            properties:
              - {name: a, logicalType: string}
              - {name: b, logicalType: integer}
            quality:
        {{Indented(quality, 6)}}
        """;

    public static ContractReading Read(string yaml) => ContractReader.Parse(yaml, "c.odcs.yaml");

    /// <summary>The only object of a contract that has no error.</summary>
    public static ContractObject Object(string yaml)
    {
        var reading = Read(yaml);
        Assert.Empty(reading.Diagnostics.Where(diagnostic => diagnostic.IsError).Select(Show));
        return Assert.Single(reading.Contract!.Objects);
    }

    /// <summary>The object with these properties.</summary>
    public static ContractObject ObjectOf(string properties) => Object(WithProperties(properties));

    /// <summary>The object with these quality rules.</summary>
    public static ContractObject Judged(string quality) => Object(WithQuality(quality));

    /// <summary>The rules of one property, one line each.</summary>
    public static IReadOnlyList<string> Rules(string property) => [.. ObjectOf(property).Rules.Select(Show)];

    /// <summary>The only finding.</summary>
    public static Diagnostic Only(string yaml) => Assert.Single(Read(yaml).Diagnostics);

    /// <summary>The only finding about these properties.</summary>
    public static Diagnostic OnlyOf(string properties) => Only(WithProperties(properties));

    public static string Show(Diagnostic diagnostic) =>
        $"{diagnostic.At!.Line}:{diagnostic.At.Column} {diagnostic.Definition.Code} {diagnostic.Message}";

    public static string Show(RecordRule rule)
    {
        var argument = rule.Argument is null ? "" : $" [{rule.Argument}]";
        var values = rule.Values.Count == 0 ? "" : $" [{string.Join("|", rule.Values)}]";
        return $"{rule.Id}: {rule.Kind}{argument}{values}: {rule.Expected}";
    }

    private static string Indented(string text, int by) =>
        string.Join('\n', text.Split('\n').Select(line => new string(' ', by) + line));
}
