using Runink.Pipelines.Features.Expressions;

namespace Runink.Pipelines.Features.Binding;

/// <summary>
/// Finds the definitions that match a step's text. Definitions are looked up by their first word where that is a literal, and
/// their expressions are built when first tried, so that a short feature pays only for the steps it uses. Thread-safe.
/// </summary>
internal sealed class StepIndex
{
    private readonly ILookup<string, Entry> _byFirstWord;
    private readonly IReadOnlyList<Entry> _others;

    public StepIndex(IReadOnlyList<StepDefinition> definitions)
    {
        Definitions = definitions;
        var entries = definitions.Select(definition => new Entry(definition, FirstLiteral(definition.Expression))).ToList();
        _byFirstWord = entries.Where(entry => entry.FirstWord is not null).ToLookup(entry => entry.FirstWord!);
        _others = [.. entries.Where(entry => entry.FirstWord is null)];
    }

    /// <summary>The index of <see cref="StepCatalogue"/>.</summary>
    public static StepIndex Catalogue { get; } = new(StepCatalogue.All);

    public IReadOnlyList<StepDefinition> Definitions { get; }

    /// <summary>All matches; a text is bound when there is exactly one.</summary>
    public IReadOnlyList<StepMatch> Match(string text)
    {
        var matches = new List<StepMatch>();
        foreach (var entry in _byFirstWord[FirstWord(text)].Concat(_others))
        {
            if (entry.Expression.Value.Match(text) is { } arguments) matches.Add(new StepMatch(entry.Definition, arguments));
        }

        return matches;
    }

    private static string? FirstLiteral(string expression)
    {
        var word = FirstWord(expression);
        return word.All(c => char.IsLetter(c) || c == '-') ? word : null;
    }

    private static string FirstWord(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? text : text[..space];
    }

    private sealed record Entry(StepDefinition Definition, string? FirstWord)
    {
        public Lazy<CucumberExpression> Expression { get; } = new(() => new CucumberExpression(Definition.Expression));
    }
}

/// <summary>A definition that matches a text, and what its parameters took.</summary>
internal sealed record StepMatch(StepDefinition Definition, IReadOnlyList<ExpressionArgument> Arguments);
