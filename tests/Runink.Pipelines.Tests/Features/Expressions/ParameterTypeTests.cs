using System.Text.RegularExpressions;
using Runink.Pipelines.Features.Expressions;

namespace Runink.Pipelines.Tests.Features.Expressions;

public sealed class ParameterTypeTests
{
    [Theory]
    [InlineData("{flow}", "trades_2", true)]
    [InlineData("{flow}", "transações", true)]
    [InlineData("{flow}", "2trades", false)]
    [InlineData("{flow}", "two trades", false)]
    [InlineData("{flow}", "\"trades\"", false)]
    [InlineData("{flows}", "a", true)]
    [InlineData("{flows}", "a and b", true)]
    [InlineData("{flows}", "a, b and c", true)]
    [InlineData("{flows}", "a,b, and c", true)]
    [InlineData("{flows}", "a b", false)]
    [InlineData("{flows}", "a, ", false)]
    [InlineData("{percent}", "95%", true)]
    [InlineData("{percent}", "99.5%", true)]
    [InlineData("{percent}", "95", false)]
    [InlineData("{percent}", "-1%", false)]
    public void Types_of_the_language_take_what_they_should_and_no_more(string expression, string text, bool fits) =>
        Assert.Equal(fits, new CucumberExpression(expression).Match(text) is not null);

    [Fact]
    public void Every_type_declares_as_many_captures_as_its_patterns_have()
    {
        foreach (var type in ParameterType.All.Values)
        {
            var regexes = type.Patterns.Select(pattern => new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)));
            var groups = regexes.Sum(regex => regex.GetGroupNumbers().Length - 1);
            Assert.Equal(type.Captures, groups);
        }
    }

    [Fact]
    public void Values_are_typed()
    {
        var arguments = new CucumberExpression("{flows} at {percent}").Match("a, b and c at 99.5%");
        Assert.Equal(["a", "b", "c"], (IReadOnlyList<string>)arguments![0].Value);
        Assert.Equal(99.5m, arguments[1].Value);
    }

    [Fact]
    public void An_argument_stands_between_its_quotes()
    {
        var argument = Assert.Single(new CucumberExpression("go to {string}").Match("go to \"x\\\"y\"")!);
        Assert.Equal("x\"y", argument.Text);
        Assert.Equal((7, 4), (argument.Start, argument.Length));
    }

    [Fact]
    public void A_very_long_text_is_matched_in_linear_time()
    {
        var quotes = string.Concat(Enumerable.Repeat("\\\"", 200_000));
        Assert.Null(new CucumberExpression("a {string} b {string}").Match($"a \"{quotes}"));
        var names = string.Join(", ", Enumerable.Repeat("name", 100_000));
        Assert.Null(new CucumberExpression("{flows} are unioned as {flow}").Match(names + " are"));
    }
}
