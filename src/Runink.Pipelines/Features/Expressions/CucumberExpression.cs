using System.Text;
using System.Text.RegularExpressions;

namespace Runink.Pipelines.Features.Expressions;

/// <summary>
/// A Cucumber Expression, ready to match step texts. Immutable and thread-safe. Interpreted rather than compiled: building one
/// costs microseconds, and a step is matched once.
/// </summary>
internal sealed class CucumberExpression
{
    private const string Special = @"^$[](){}\.|?*+";
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly List<ParameterType> _types = [];
    private readonly Regex _regex;

    /// <exception cref="ExpressionException">The expression is wrong.</exception>
    public CucumberExpression(string source)
    {
        Source = source;
        Pattern = Rewrite(ExpressionParser.Parse(source));
        _regex = new Regex(Pattern, RegexOptions.CultureInvariant, MatchTimeout);
    }

    public string Source { get; }

    /// <summary>The regular expression it stands for.</summary>
    public string Pattern { get; }

    /// <summary>The arguments in order, or null when the text does not match whole.</summary>
    public IReadOnlyList<ExpressionArgument>? Match(string text)
    {
        var match = _regex.Match(text);
        // "$" also matches before a last line break, which no step text has and no value may gain.
        if (!match.Success || match.Length != text.Length) return null;
        var arguments = new List<ExpressionArgument>(_types.Count);
        var group = 1;
        foreach (var type in _types)
        {
            var captured = Enumerable.Range(group, type.Captures + 1).Select(i => match.Groups[i]).Last(g => g.Success);
            arguments.Add(new ExpressionArgument(type, type.Content(captured.Value), captured.Index, captured.Length));
            group += type.Captures + 1;
        }

        return arguments;
    }

    private string Rewrite(ExpressionNode node) => node.Kind switch
    {
        ExpressionNodeKind.Expression => $"^{RewriteAll(node.Nodes)}$",
        ExpressionNodeKind.Text => Escape(node.Text),
        ExpressionNodeKind.Optional => RewriteOptional(node),
        ExpressionNodeKind.Alternation => $"(?:{string.Join('|', node.Nodes.Select(RewriteAlternative))})",
        ExpressionNodeKind.Alternative => RewriteAll(node.Nodes),
        _ => RewriteParameter(node),
    };

    private string RewriteAll(IEnumerable<ExpressionNode> nodes) => string.Concat(nodes.Select(Rewrite));

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text) escaped.Append(Special.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c);
        return escaped.ToString();
    }

    private string RewriteOptional(ExpressionNode node)
    {
        if (Find(node, ExpressionNodeKind.Parameter) is { } parameter)
            throw ExpressionException.ParameterInOptional(Source, parameter);
        if (Find(node, ExpressionNodeKind.Optional) is { } nested) throw ExpressionException.NestedOptional(Source, nested);
        if (Find(node, ExpressionNodeKind.Text) is null) throw ExpressionException.EmptyOptional(Source, node);
        return $"(?:{RewriteAll(node.Nodes)})?";
    }

    private string RewriteAlternative(ExpressionNode node)
    {
        if (node.Nodes.Count == 0) throw ExpressionException.EmptyAlternative(Source, node);
        if (Find(node, ExpressionNodeKind.Text) is null) throw ExpressionException.OnlyOptionals(Source, node);
        return Rewrite(node);
    }

    private string RewriteParameter(ExpressionNode node)
    {
        var name = string.Concat(node.Nodes.Select(part => part.Text));
        if (!ParameterType.All.TryGetValue(name, out var type))
            throw ExpressionException.UndefinedParameterType(Source, node, name);
        _types.Add(type);
        if (type.Patterns is [var only]) return $"({only})";
        return $"({string.Join('|', type.Patterns.Select(pattern => $"(?:{pattern})"))})";
    }

    private static ExpressionNode? Find(ExpressionNode node, ExpressionNodeKind kind) =>
        node.Nodes.FirstOrDefault(child => child.Kind == kind);
}

/// <summary>
/// What a parameter of an expression took from a text. <paramref name="Start"/> and <paramref name="Length"/> are the content's
/// place in the text: between the quotes of a <c>{string}</c>.
/// </summary>
internal sealed record ExpressionArgument(ParameterType Type, string Text, int Start, int Length)
{
    /// <summary>The value; throws what <see cref="ParameterType.Convert"/> throws.</summary>
    public object Value => Type.Convert(Text);
}
