using Runink.Pipelines.Features;
using Runink.Pipelines.Features.Binding;
using static Runink.Pipelines.Tests.Features.FeatureText;

namespace Runink.Pipelines.Tests.Features;

public sealed class StepCatalogueTests
{
    public static TheoryData<string> Expressions => [.. StepCatalogue.All.Select(definition => definition.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void The_example_of_a_step_binds_to_it_and_to_nothing_else(string expression)
    {
        var definition = StepCatalogue.All.Single(one => string.Equals(one.Expression, expression, StringComparison.Ordinal));
        var feature = ReadGood(WithSteps(definition.Example.Split('\n')));
        var step = Assert.Single(feature.Scenarios[0].Steps);
        Assert.Same(definition, step.Definition);
        Assert.Equal(definition.Roles.Length, step.Values.Count);
        Assert.Equal(definition.Roles.Length, definition.Roles.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_step_with_a_typing_mistake_is_suggested_with_a_stub_that_binds(string expression)
    {
        var definition = StepCatalogue.All.Single(one => string.Equals(one.Expression, expression, StringComparison.Ordinal));
        var lines = definition.Example.Split('\n');
        var text = lines[0][(lines[0].IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var nearest = StepSuggester.Nearest(Misspell(text, expression), StepCatalogue.All);
        Assert.InRange(nearest.Count, 1, 3);
        Assert.Same(definition, nearest[0].Definition);
        var stub = nearest[0].Stub("And").Split('\n').Select(line => line.Trim()).ToArray();
        Assert.Equal($"And {text}", stub[0]);
        ReadGood(WithSteps(stub));
    }

    /// <summary>Doubles the first letter of the first word that belongs to the expression itself.</summary>
    private static string Misspell(string text, string expression)
    {
        var word = text.Split(' ').First(one => one.Length > 3 && expression.Split(' ', '/').Contains(one));
        var at = text.IndexOf(word, StringComparison.Ordinal);
        return text.Insert(at, word[..1]);
    }
}
