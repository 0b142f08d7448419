using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;

namespace Runink.Pipelines.Tests.Features;

public sealed class PlaceholdersTests
{
    private static readonly PlaceholderValues Values = new(
        new Dictionary<string, string> { ["region"] = "lisbon", ["empty"] = "", ["nested"] = "{{param.region}}" },
        new DateTimeOffset(2026, 3, 1, 23, 30, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("plain { text } with }} braces", "plain { text } with }} braces")]
    [InlineData("x/{{param.region}}/{{ param.region }}.csv", "x/lisbon/lisbon.csv")]
    [InlineData("[{{param.empty}}]", "[]")]
    [InlineData("{{param.nested}}", "{{param.region}}")]
    [InlineData("{{run.day}}", "2026-03-01")]
    [InlineData("{{run.day - 1d}}", "2026-02-28")]
    [InlineData("{{run.day-400d}}", "2025-01-25")]
    [InlineData("{{run.day + 1d}}", "2026-03-02")]
    [InlineData("{{run.day in Asia/Tokyo}}", "2026-03-02")]
    [InlineData("{{run.day - 1d in Asia/Tokyo}}", "2026-03-01")]
    [InlineData("{{run.day in UTC}}", "2026-03-01")]
    [InlineData(@"a \{{param.region}} b", "a {{param.region}} b")]
    public void Placeholders_are_filled(string text, string filled)
    {
        var errors = new List<Diagnostic>();
        Assert.Equal(filled, Placeholders.Fill(new StepValue(text, new SourceSpan("f", 1)), Values, errors));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("{{param.regoin}}", "R1018", "did you mean \"region\"?")]
    [InlineData("{{param.other}}", "R1018", "give it with --param other=VALUE")]
    [InlineData("{{run.dya}}", "R1017", "did you mean \"run.day\"?")]
    [InlineData("{{parm.region}}", "R1017", "did you mean \"param.region\"?")]
    [InlineData("{{subject}}", "R1017", "use {{param.NAME}} or {{run.day}}")]
    [InlineData("{{}}", "R1017", "use {{param.NAME}} or {{run.day}}")]
    [InlineData("{{run.day - 3 weeks}}", "R1017", "write {{run.day}}, {{run.day - 400d}} or {{run.day in Europe/Lisbon}}")]
    [InlineData("{{run.day - 9999999d}}", "R1017", "use fewer days")]
    [InlineData("{{run.day in Europe/Lisbn}}", "R1017", "did you mean \"Europe/Lisbon\"")]
    [InlineData("{{param.region", "R1017", @"close it with }}, or write \{{ for two braces")]
    public void What_cannot_be_filled_is_left_and_reported_with_a_hint(string text, string code, string hint)
    {
        var errors = new List<Diagnostic>();
        Assert.Equal(text, Placeholders.Fill(new StepValue(text, new SourceSpan("f", 1)), Values, errors));
        var error = Assert.Single(errors);
        Assert.Equal(code, error.Definition.Code);
        Assert.StartsWith(hint, error.Hint!, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_stands_where_the_placeholder_stands()
    {
        var errors = new List<Diagnostic>();
        var doc = new StepDocString("sql", "SELECT *\nFROM t WHERE a = '{{x}}' AND\n  b = '{{y}}'", new SourceSpan("f", 20, 7));
        Placeholders.Fill(doc, Values, errors);
        Placeholders.Fill(new StepValue("ab {{z}}", new SourceSpan("f", 3, 10, 8)), Values, errors);
        Assert.Equal(
            [new SourceSpan("f", 21, 25, 5), new SourceSpan("f", 22, 14, 5), new SourceSpan("f", 3, 13, 5)],
            errors.Select(error => error.At!));
    }
}
