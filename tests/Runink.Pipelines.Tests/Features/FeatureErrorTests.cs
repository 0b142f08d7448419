using Runink.Pipelines.Features;
using Runink.Pipelines.Features.Binding;
using static Runink.Pipelines.Tests.Features.FeatureText;

namespace Runink.Pipelines.Tests.Features;

public sealed class FeatureErrorTests
{
    [Fact]
    public void An_undefined_step_names_the_nearest_and_gives_a_stub_to_copy()
    {
        var text = WithSteps("Given the contract \"c.yaml\"", "And a tabel \"trade\" from \"csv://t.csv\" as my trades");
        var error = SingleError(text, FeatureErrors.UndefinedStep, 5, 9);
        Assert.Equal("nearest: a table {string} from {string} as {flow}", error.Notes[0]);
        Assert.InRange(error.Notes.Count, 2, 4);
        Assert.Equal("to copy:\n    And a table \"trade\" from \"csv://t.csv\" as trades", error.Notes[^1]);
    }

    [Theory]
    [InlineData("records of trades that pass go to parquet://out/x", "records of trades that pass go to \"parquet://out/x\"")]
    [InlineData("at least 95 of records must pass", "at least 95% of records must pass")]
    [InlineData("trades is filterd where \"a > 1\"", "trades is filtered where \"a > 1\"")]
    [InlineData("\"trades\" are deduplicated on \"id\"", "trades are deduplicated on \"id\"")]
    [InlineData("x is calculated from a, b and c by SQL", "x is calculated by SQL from a, b and c")]
    [InlineData("orders and my-customers joined on \"id\" as o", "orders and my_customers are joined on \"id\" as o")]
    public void A_stub_keeps_the_words_of_the_author(string text, string stub)
    {
        var nearest = StepSuggester.Nearest(text, StepCatalogue.All)[0];
        Assert.StartsWith($"    When {stub}", nearest.Stub("When"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stub_of_a_step_with_an_argument_has_one()
    {
        var error = SingleError(WithSteps("When x is computed by SQL from t"), FeatureErrors.UndefinedStep, 4, 10);
        const string Stub = "to copy:\n    When x is calculated by SQL from t\n      \"\"\"sql\n";
        Assert.StartsWith(Stub, error.Notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_resembles_nothing_is_reported_without_a_guess()
    {
        var error = SingleError(WithSteps("Given lorem ipsum"), FeatureErrors.UndefinedStep, 4, 11);
        Assert.Empty(error.Notes);
        Assert.Contains("runi steps", error.Hint!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Given a stream of \"trade\" from \"kafka://trades.raw\" as trades")]
    [InlineData("When the model \"m\" answers for each ticket as labelled")]
    [InlineData("Then an alert is sent to \"alerts/support\" when the dead-letter rate exceeds 2%")]
    [InlineData("When the scenario \"s\" runs")]
    public void A_step_of_a_wider_language_is_undefined_in_this_one(string step) =>
        SingleError(WithSteps(step), FeatureErrors.UndefinedStep, 4, step.IndexOf(' ', StringComparison.Ordinal) + 6);

    [Fact]
    public void A_step_that_two_definitions_match_names_both()
    {
        StepDefinition Define(string expression) => new("x", expression, [], "", "") { Section = "Given" };
        var index = new StepIndex([Define("all of {word}"), Define("all of {flow}"), Define("none of {flow}")]);
        var reading = FeatureReader.Read(WithSteps("Given all of it"), FeatureText.File, index);
        var error = Assert.Single(reading.Diagnostics);
        Assert.Equal(FeatureErrors.AmbiguousStep, error.Definition);
        Assert.Equal(["matches: all of {word}", "matches: all of {flow}"], error.Notes);
    }

    [Fact]
    public void A_missing_table_or_doc_string_is_shown_by_example()
    {
        var table = SingleError(WithSteps("When the fields of t are masked"), FeatureErrors.MissingArgument, 4, 10);
        Assert.Contains("| field", table.Notes[0], StringComparison.Ordinal);
        var sql = SingleError(WithSteps("When x is calculated by SQL from t"), FeatureErrors.MissingArgument, 4, 10);
        Assert.Contains("SELECT", sql.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_or_doc_string_too_much_is_refused()
    {
        var table = WithSteps("Given the contract \"c.yaml\"", "  | a |", "  | b |");
        SingleError(table, FeatureErrors.UnexpectedArgument, 5, 7);
        var doc = WithSteps("Given a table \"t\" from \"csv://t.csv\"", "  \"\"\"", "  x", "  \"\"\"");
        SingleError(doc, FeatureErrors.UnexpectedArgument, 4, 11);
    }

    [Fact]
    public void Every_ragged_row_is_reported()
    {
        var text = WithSteps(
            "When the fields of t are masked", "  | field | method |", "  | a |", "  | b | hash |", "  | c | d | e |");
        var errors = ReadBad(text);
        Assert.Equal([(6, 7), (8, 7)], errors.Select(error => (error.At!.Line, error.At.Column)));
        Assert.Equal("this row has 1 cell, the table's first row has 2", errors[0].Message);
    }

    [Fact]
    public void A_table_that_is_only_a_header_or_names_a_column_twice_is_refused()
    {
        var table = "Given a table \"t\" from \"csv://t.csv\"";
        SingleError(WithSteps(table, "  | delimiter | ; |"), FeatureErrors.TableHeader, 5, 7);
        SingleError(WithSteps(table, "  | option | Option |", "  | a | b |"), FeatureErrors.TableHeader, 5, 18);
    }

    [Fact]
    public void A_feature_without_scenarios_and_a_scenario_without_steps_are_refused()
    {
        SingleError("Feature: f\n", FeatureErrors.NoScenario, 1, 10);
        SingleError("Feature: f\n  Scenario: s\n", FeatureErrors.NoSteps, 2, 3);
    }

    [Fact]
    public void Scenarios_need_names_of_their_own()
    {
        const string Step = "    Given the contract \"c.yaml\"\n";
        var twice = SingleError($"Feature: f\n  Scenario: s\n{Step}  Scenario: s\n{Step}", FeatureErrors.ScenarioName, 4, 3);
        Assert.Contains("features/x.feature:2:3", twice.Notes[0], StringComparison.Ordinal);
        SingleError($"Feature: f\n  Scenario:\n{Step}", FeatureErrors.ScenarioName, 2, 3);
        var rows = $"Feature: f\n  Scenario Outline: s\n{Step}    Examples:\n      | x |\n      | 1 |\n      | 2 |\n";
        Assert.Contains("<case>", SingleError(rows, FeatureErrors.ScenarioName, 2, 3).Hint!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@memory:lots", 1)]
    [InlineData("@memory:0", 1)]
    [InlineData("@memory", 1)]
    [InlineData("@fine @cpu:two", 7)]
    [InlineData("@cpu:0", 1)]
    [InlineData("@cpu:-1", 1)]
    [InlineData("@timeout:20", 1)]
    [InlineData("@timeout:", 1)]
    [InlineData("@retries:-1", 1)]
    [InlineData("@retries:1.5", 1)]
    [InlineData("@retries:101", 1)]
    [InlineData("@format:csv", 1)]
    [InlineData("@memory:1Gi @memory:2Gi", 13)]
    [InlineData("@owner:me@example.com", 1)]
    [InlineData("@slow down", 7)]
    [InlineData("@", 1)]
    public void A_malformed_tag_is_refused_where_it_stands(string tags, int column)
    {
        SingleError($"{tags}\nFeature: f\n  Scenario: s\n    Given the contract \"c\"\n", FeatureErrors.BadTag, 1, column);
        SingleError($"Feature: f\n  {tags}\n  Scenario: s\n    Given the contract \"c\"\n", FeatureErrors.BadTag, 2, column + 2);
    }

    [Fact]
    public void Good_tags_and_tags_of_others_are_let_through() => ReadGood(
        """
        @memory:512Mi @cpu:0.5 @timeout:1h30m @retries:0 @format:arrow # a comment
        @slo:99.95 @affinity:colocate(decode) @schedule:cron("15_*_*_*_*",Europe/Lisbon)
        Feature: f
          @memory:1Gi @x
          Scenario: s
            Given the contract "c"
        """);

    [Fact]
    public void An_outline_must_fit_its_examples()
    {
        const string Outline = "Feature: f\n  Scenario Outline: s <case>\n    Given the contract \"<contarct>\"\n";
        SingleError(Outline, FeatureErrors.Outline, 2, 3);
        const string Misnamed = Outline + "    Examples:\n      | case | contract |\n      | a | b |\n";
        var wrong = SingleError(Misnamed, FeatureErrors.Outline, 3, 25);
        Assert.Equal("did you mean \"contract\"?", wrong.Hint);
        SingleError(Outline + "    Examples:\n      | case | contarct |\n", FeatureErrors.TableHeader, 5, 7);
        SingleError(Outline + "    Examples:\n      | case | contarct |\n      | a |\n", FeatureErrors.RaggedTable, 6, 7);
    }

    [Fact]
    public void A_mistake_in_an_outline_is_reported_once()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"      | {i} |\n"));
        var text = $"Feature: f\n  Scenario Outline: s <x>\n    Given lorem <x>\n    Examples:\n      | x |\n{rows}";
        SingleError(text, FeatureErrors.UndefinedStep, 3, 11);
    }

    [Fact]
    public void A_file_full_of_mistakes_is_cut_short()
    {
        var steps = Enumerable.Range(0, 20_000).Select(i => $"Given a tble \"t{i}\" fro \"csv://x\"").ToArray();
        Assert.Equal(FeatureReader.MostErrors, ReadBad(WithSteps(steps)).Count);
    }
}
