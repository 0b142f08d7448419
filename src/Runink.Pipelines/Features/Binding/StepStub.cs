using Runink.Pipelines.Features.Expressions;

namespace Runink.Pipelines.Features.Binding;

/// <summary>Writes a correct step from a definition and the words of a step that was nearly right.</summary>
internal static class StepStub
{
    public static string Make(string keyword, NearStep near)
    {
        var definition = near.Definition;
        var example = definition.Example.Split('\n');
        var exampleText = example[0][(example[0].IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var expression = new CucumberExpression(definition.Expression);
        var text = Fill(near, new Queue<string>(expression.Match(exampleText)!.Select(argument => argument.Text)));
        if (expression.Match(text) is null) text = exampleText;
        return Indent(string.Join('\n', example.Skip(1).Prepend($"{keyword} {text}")));
    }

    public static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => $"    {line}"));

    /// <param name="near">The definition and the words that were taken for it.</param>
    /// <param name="defaults">The values of the definition's example, one for each parameter in order.</param>
    private static string Fill(NearStep near, Queue<string> defaults)
    {
        var words = near.Pieces.Zip(near.Taken, (piece, taken) => piece switch
        {
            "{string}" => Quoted(taken, defaults.Dequeue()),
            "{flow}" => Named(taken, defaults.Dequeue()),
            "{flows}" => taken is null ? defaults.Dequeue() : Keep(taken, defaults),
            "{percent}" => Percent(taken, defaults.Dequeue()),
            _ => Literal(piece, taken),
        });
        return string.Join(' ', words);
    }

    private static string Quoted(string? taken, string fallback)
    {
        if (taken is null) return $"\"{fallback}\"";
        return taken[0] is '"' or '\'' ? taken : $"\"{taken.Trim('"', '\'')}\"";
    }

    private static string Named(string? taken, string fallback)
    {
        var name = taken?.Trim('"', '\'', ',').Replace(' ', '_').Replace('-', '_');
        return name is not null && StepPattern.IsName(name) ? name : fallback;
    }

    private static string Percent(string? taken, string fallback)
    {
        if (taken is null || !char.IsDigit(taken[0])) return fallback;
        return taken[^1] == '%' ? taken : taken + "%";
    }

    private static string Keep(string taken, Queue<string> defaults)
    {
        defaults.Dequeue();
        return taken;
    }

    private static string Literal(string piece, string? taken) =>
        piece.Split('/').MinBy(literal => taken is null ? 0 : StepPattern.Cost(taken, literal))!;
}
