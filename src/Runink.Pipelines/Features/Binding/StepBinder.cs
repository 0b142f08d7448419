using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features.Parsing;

namespace Runink.Pipelines.Features.Binding;

/// <summary>Binds a step to the one definition that matches it, and checks what stands below its line.</summary>
internal sealed class StepBinder(StepIndex index)
{
    /// <summary>Null when the step is wrong; <paramref name="errors"/> then says how.</summary>
    public BoundStep? Bind(ParsedStep step, ICollection<Diagnostic> errors)
    {
        var before = errors.Count;
        var matches = index.Match(step.Text.Text);
        if (matches is not [var match])
        {
            errors.Add(matches.Count == 0 ? Undefined(step) : Ambiguous(step, matches));
            return null;
        }

        CheckArgument(step, match.Definition, errors);
        if (step.Rows.Count > 0) TableCheck.IsSound(step.Rows, errors);
        if (errors.Count > before) return null;
        var values = match.Arguments.Select(argument => new StepValue(argument.Text, step.Span(argument.Start, argument.Length)));
        return new BoundStep(match.Definition, [.. values], step.Text.At)
        {
            Table = Table(step.Rows),
            DocString = step.DocString,
        };
    }

    private Diagnostic Undefined(ParsedStep step)
    {
        var nearest = StepSuggester.Nearest(step.Text.Text, index.Definitions);
        List<string> notes = [.. nearest.Select(near => $"nearest: {near.Definition.Expression}")];
        if (nearest.Count > 0) notes.Add($"to copy:\n{nearest[0].Stub(step.Keyword)}");
        return FeatureErrors.UndefinedStep.Error("no step matches this text", step.Text.At, hint: null, [.. notes]);
    }

    private static Diagnostic Ambiguous(ParsedStep step, IEnumerable<StepMatch> matches) =>
        FeatureErrors.AmbiguousStep.Error("this text matches more than one step", step.Text.At, hint: null,
            [.. matches.Select(match => $"matches: {match.Definition.Expression}")]);

    private static void CheckArgument(ParsedStep step, StepDefinition definition, ICollection<Diagnostic> errors)
    {
        var (hasTable, hasDocString) = (step.Rows.Count > 0, step.DocString is not null);
        switch (definition.Argument)
        {
            case StepArgument.Table when !hasTable:
                errors.Add(Missing("this step needs a table below it"));
                break;
            case StepArgument.DocString when !hasDocString:
                errors.Add(Missing("this step needs a doc string below it"));
                break;
        }

        if (hasTable && definition.Argument is StepArgument.None or StepArgument.DocString)
            errors.Add(FeatureErrors.UnexpectedArgument.Error("this step takes no table", step.Rows[0].Line.At));
        if (hasDocString && definition.Argument is not StepArgument.DocString)
            errors.Add(FeatureErrors.UnexpectedArgument.Error("this step takes no doc string", step.Text.At));

        Diagnostic Missing(string message)
        {
            var example = $"for example:\n{StepStub.Indent(definition.Example)}";
            return FeatureErrors.MissingArgument.Error(message, step.Text.At, hint: null, example);
        }
    }

    private static StepTable? Table(List<ParsedRow> rows) => rows is [var header, .. var body]
        ? new StepTable(header.Cells, [.. body.Select(row => row.Cells)], header.Line.At)
        : null;
}
