using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>The table of options below a step: <c>| option | value |</c>.</summary>
internal sealed class OptionTable
{
    private readonly Dictionary<string, StepValue> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly ScenarioBuilder _builder;

    private OptionTable(ScenarioBuilder builder) => _builder = builder;

    /// <summary>Reads the options of a step; what is wrong with them is reported.</summary>
    public static OptionTable Read(BoundStep step, ScenarioBuilder builder, params string[] allowed)
    {
        var options = new OptionTable(builder);
        if (step.Table is not { } table || !TableShape.Has(table, builder, ["option", "value"])) return options;
        foreach (var row in table.Rows)
        {
            var (name, value) = (row[0], row[1]);
            if (!allowed.Contains(name.Text, StringComparer.OrdinalIgnoreCase))
            {
                var hint = Suggestions.DidYouMean(name.Text, allowed) ?? $"this step has {string.Join(", ", allowed)}";
                builder.Report(PlanErrors.UnknownOption.Error($"this step has no option \"{name.Text}\"", name.At, hint));
            }
            else if (!options._values.TryAdd(name.Text, builder.Context.Fill(value, builder.Diagnostics)))
            {
                builder.Report(PlanErrors.OptionValue.Error($"the option \"{name.Text}\" is given twice", name.At,
                    "keep one of them"));
            }
        }

        return options;
    }

    /// <summary>The value of an option, or null when it is not given.</summary>
    public StepValue? this[string option] => _values.GetValueOrDefault(option);

    /// <summary>An option that is one of several words.</summary>
    public T Choice<T>(string option, T otherwise, params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        if (this[option] is not { } value) return otherwise;
        foreach (var (word, meaning) in choices)
        {
            if (string.Equals(word, value.Text, StringComparison.OrdinalIgnoreCase)) return meaning;
        }

        var words = new List<string>();
        foreach (var (word, _) in choices) words.Add(word);
        var hint = Suggestions.DidYouMean(value.Text, words) ?? $"use {string.Join(" or ", words)}";
        Refuse(value, $"the option \"{option}\" cannot be \"{value.Text}\"", hint);
        return otherwise;
    }

    /// <summary>The field separator.</summary>
    public char Delimiter()
    {
        if (this["delimiter"] is not { } value) return ',';
        var text = value.Text is "tab" or "\\t" ? "\t" : value.Text;
        if (text.Length == 1 && text[0] is not ('"' or '\n' or '\r')) return text[0];
        Refuse(value, $"\"{value.Text}\" is not a delimiter", "use one character, or the word tab");
        return ',';
    }

    /// <summary>Whether the first record names the columns.</summary>
    public bool Header() => Choice("header", true, ("yes", true), ("no", false));

    /// <summary>What a sink may hold.</summary>
    public Classification ClearedFor() => Choice(
        "cleared for",
        Classification.Internal,
        ("public", Classification.Public),
        ("internal", Classification.Internal),
        ("confidential", Classification.Confidential),
        ("restricted", Classification.Restricted));

    /// <summary>Reports a value that does not fit.</summary>
    public void Refuse(StepValue value, string message, string hint) =>
        _builder.Report(PlanErrors.OptionValue.Error(message, value.At, hint));
}
