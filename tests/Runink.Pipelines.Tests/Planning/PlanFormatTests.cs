using System.Text.Json;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>The plan as a stored format, its hash, and how people see it.</summary>
public sealed class PlanFormatTests : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new(PlanJson.Options) { WriteIndented = true };

    private readonly PlannedFeature _feature = new();

    public PlanFormatTests() => _feature.Parameters["least"] = "0";

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void The_plan_of_a_rich_feature_is_the_golden_one() => Golden("plan-v1.json", JsonSerializer.Serialize(Plan(), Indented) + "\n");

    [Fact]
    public void The_golden_plan_is_read_whole() => Assert.Equal(Plan(), PlanJson.Read<ScenarioPlan>(File.ReadAllText(GoldenPath("plan-v1.json"))));

    [Fact]
    public void People_see_the_plan_as_a_tree() => Golden("explain.txt", PlanRenderer.Text(_feature.Plan(RichFeature.Text)));

    [Fact]
    public void Machines_see_plans_and_their_dependencies()
    {
        using var json = JsonDocument.Parse(PlanRenderer.Json(_feature.Plan(RichFeature.Text, PlannedFeature.Scenario(
            "Given a table \"silver\" from \"parquet://out/silver/trades\"\nThen silver goes to \"parquet://out/gold\"", "gold"))));
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        Assert.Equal(2, json.RootElement.GetProperty("scenarios").GetArrayLength());
        var edge = json.RootElement.GetProperty("dependencies")[0];
        Assert.Equal("gold", edge.GetProperty("reader").GetProperty("name").GetString());
        Assert.Equal("parquet", edge.GetProperty("dataset").GetProperty("format").GetString());
    }

    [Fact]
    public void The_hash_does_not_change_with_parameters_places_or_comments()
    {
        var hash = Plan().Hash;
        _feature.Parameters["least"] = "7";
        Assert.Equal(hash, Plan().Hash);
        Assert.Equal(hash, Plan(RichFeature.Text.Replace("  Background:", "  # note\n\n  Background:", StringComparison.Ordinal)).Hash);
        using var other = new PlannedFeature { Parameters = { ["least"] = "0" } };
        Assert.Equal(hash, Assert.Single(other.Plan(RichFeature.Text).Scenarios).Hash);
    }

    [Theory]
    [InlineData("quantity > {{param.least}}", "quantity >= {{param.least}}")]
    [InlineData("keep last 4", "keep last 3")]
    [InlineData("out/silver/trades", "out/silver/trade")]
    [InlineData("at least 95%", "at least 96%")]
    [InlineData("@memory:1Gi", "@memory:2Gi")]
    [InlineData("\"quarantine\"", "\"warn\"")]
    public void The_hash_changes_with_what_the_scenario_says(string before, string after) =>
        Assert.NotEqual(Plan().Hash, Plan(RichFeature.Text.Replace(before, after, StringComparison.Ordinal)).Hash);

    [Fact]
    public void The_hash_changes_with_the_contract()
    {
        var hash = Plan().Hash;
        _feature.Write("contracts/trade.odcs.yaml", PlannedFeature.TradeContract.Replace("minimum: 0", "minimum: 1", StringComparison.Ordinal));
        Assert.NotEqual(hash, Plan().Hash);
    }

    private ScenarioPlan Plan(string text = RichFeature.Text)
    {
        var result = _feature.Plan(text);
        Assert.True(!result.HasErrors, string.Join('\n', result.Diagnostics.Select(found => $"{found.Definition.Code} {found.At} {found.Message}")));
        return Assert.Single(result.Scenarios);
    }

    // RUNINK_GOLDEN=write makes the files anew; what changed is then seen in the diff.
    private static void Golden(string name, string actual)
    {
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write") File.WriteAllText(GoldenPath(name), actual);
        Assert.Equal(File.ReadAllText(GoldenPath(name)), actual);
    }

    private static string GoldenPath(string name) => Path.Combine(RepositoryFiles.Root, "tests/Runink.Pipelines.Tests/golden", name);
}
