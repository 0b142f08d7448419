using System.Text;
using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Inputs;

/// <summary>
/// Records that are wrong, among fewer good ones than the feature demands: the run ends with 1, only the dead letters are
/// published, and each says in which file and line what was wrong.
/// </summary>
public sealed class BadRecordTests(FirstGeneration generation)
{
    private const int GoodBefore = 5;
    private const string Header = "trade_id,symbol,price,quantity,traded_at,region,customer_email,customer_ssn";

    public static TheoryData<string, string, string> Records { get; } = new()
    {
        { "invalid UTF-8", "T900000001,MSFT,12.50,3,2026-01-02T03:04:05Z,us-east,\u00ff@example.com,123-45-6789", "record.encoding" },
        { "too few fields", "T900000002,MSFT,12.50,3", "record.field count" },
        { "too many fields", "T900000003,MSFT,12.50,3,2026-01-02T03:04:05Z,us-east,a@example.com,123-45-6789,more", "record.field count" },
        { "comma in a number", "T900000004,MSFT,\"1,234.50\",3,2026-01-02T03:04:05Z,us-east,a@example.com,123-45-6789", "price.logicalType" },
        { "NaN", "T900000005,MSFT,NaN,3,2026-01-02T03:04:05Z,us-east,a@example.com,123-45-6789", "price.logicalType" },
        { "infinity", "T900000006,MSFT,inf,3,2026-01-02T03:04:05Z,us-east,a@example.com,123-45-6789", "price.logicalType" },
        { "fraction for an integer", "T900000007,MSFT,12.50,3.5,2026-01-02T03:04:05Z,us-east,a@example.com,123-45-6789", "quantity.logicalType" },
        { "American date", "T900000008,MSFT,12.50,3,01/02/2026 03:04,us-east,a@example.com,123-45-6789", "traded_at.logicalType" },
        { "German date", "T900000009,MSFT,12.50,3,02.01.2026,us-east,a@example.com,123-45-6789", "traded_at.logicalType" },
        { "field of ten megabytes", $"T900000010,{new string('x', 10 << 20)},12.50,3,2026-01-02T03:04:05Z,us-east,a@example.com,123-45-6789", "symbol.knownSymbol" },
    };

    [Fact]
    public void Bad_records_fail_the_run_and_each_letter_tells_its_file_line_and_rule()
    {
        using var project = generation.Copy();
        var known = LettersOf(project);
        var datasets = (Silver: project.ContentOf("out/silver"), Gold: project.ContentOf("out/gold"));
        WriteInput(project);

        var outcome = project.Run();

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("R5013", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("95%", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(datasets.Silver, project.ContentOf("out/silver"));
        Assert.Equal(datasets.Gold, project.ContentOf("out/gold"));
        Assert.Empty(project.Litter());
        var letters = LettersOf(project).Except(known, StringComparer.Ordinal).Select(line => JsonDocument.Parse(line).RootElement)
            .OrderBy(letter => letter.GetProperty("line").GetInt64()).ToList();
        Assert.All(letters, letter => Assert.Equal(TradesProject.Input, letter.GetProperty("file").GetString()));
        Assert.Equal(
            Records.Select((record, i) => $"{i + GoodBefore + 2}: {record.Data.Item3}"),
            letters.Select(letter => $"{letter.GetProperty("line").GetInt64()}: {RuleOf(letter)}"));
    }

    // Latin 1 makes every character one byte, so that one of them is not UTF-8.
    private static void WriteInput(TradesProject project) => File.WriteAllText(
        project.File(TradesProject.Input),
        string.Join('\n', [Header, .. Enumerable.Range(1, GoodBefore).Select(Good), .. Records.Select(record => record.Data.Item2), ""]),
        Encoding.Latin1);

    private static string Good(int number) => $"T{number:D9},MSFT,12.50,3,2026-01-02T03:04:05Z,us-east,a@example.com,123-45-6789";

    private static List<string> LettersOf(TradesProject project) =>
        [.. PublishedManifest.Read(project.File(TradesProject.Letters)).Files.SelectMany(File.ReadLines)];

    private static string RuleOf(JsonElement letter) => string.Join(", ", letter.GetProperty("errors").EnumerateArray()
        .Select(error => $"{error.GetProperty("field").GetString()}.{error.GetProperty("rule").GetString()}"));
}
