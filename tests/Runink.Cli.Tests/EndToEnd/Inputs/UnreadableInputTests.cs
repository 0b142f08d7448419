using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Tests.EndToEnd.Inputs;

/// <summary>Inputs that cannot be read as a whole: the run ends with 2, names the file, and leaves every dataset as it was.</summary>
public sealed class UnreadableInputTests(FirstGeneration generation)
{
    private const string Header = "trade_id,symbol,price,quantity,traded_at,region,customer_email,customer_ssn\n";
    private const string Record = "T000000001,MSFT,12.50,3,2026-01-02T03:04:05Z,us-east,a@example.com,123-45-6789\n";

    public static TheoryData<string, string, string, string> Files { get; } = new()
    {
        { "empty", "", "R5303", "is empty" },
        { "header only", Header, "R5303", "holds no records" },
        { "wrong delimiter", (Header + Record).Replace(',', ';'), "R5301", "no column \"trade_id\"" },
        { "unclosed quote", Header + Record + Record.Replace("MSFT", "\"MSFT", StringComparison.Ordinal) + Record, "R5205", "line 3" },
        { "duplicate columns", (Header + Record).Replace("quantity", "price", StringComparison.Ordinal), "R5302", "price" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_makes_no_sense_is_named_and_changes_nothing(string what, string text, string code, string says)
    {
        using var project = generation.Copy();
        project.Write(TradesProject.Input, text);

        var outcome = RunUnchanged(project, ExitCodes.BadInput, what);

        Assert.Contains(code, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(TradesProject.Input, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(says, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named_with_the_step_that_reads_it()
    {
        using var project = generation.Copy();
        File.Delete(project.File(TradesProject.Input));

        var outcome = RunUnchanged(project, ExitCodes.BadInput, "missing");

        Assert.Contains("R5004", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("csv://data/trades.csv", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("features/trades.feature:10:", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_of_another_version_than_the_feature_asks_for_is_refused_with_both()
    {
        using var project = generation.Copy();
        project.Edit(TradesProject.Feature, "version \"1.x\"", "version \"2.x\"");

        var outcome = RunUnchanged(project, ExitCodes.BadInput, "version");

        Assert.Contains("features/trades.feature:7:", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("2.x", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("1.0.0", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_that_is_missing_is_named_with_the_step_that_asks_for_it()
    {
        using var project = generation.Copy();
        File.Delete(project.File(TradesProject.Contract));

        var outcome = RunUnchanged(project, ExitCodes.BadInput, "contract");

        Assert.Contains("features/trades.feature:7:", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(TradesProject.Contract, outcome.Error, StringComparison.Ordinal);
    }

    private static Outcome RunUnchanged(TradesProject project, int exitCode, string what)
    {
        var before = project.ContentOf("out");
        var outcome = project.Run();
        Assert.True(exitCode == outcome.ExitCode, $"{what}: {outcome.ExitCode} {outcome.Error}");
        Assert.Equal(before, project.ContentOf("out"));
        Assert.Empty(project.Litter());
        return outcome;
    }
}
