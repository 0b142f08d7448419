using System.Globalization;
using System.Numerics;

namespace Runink.Pipelines.Features.Expressions;

/// <summary>A type of parameter: what text it takes, and what value that text has.</summary>
/// <param name="Name">As written between braces; empty for the anonymous type.</param>
/// <param name="Patterns">Regular expressions, one of which the text matches.</param>
/// <param name="Captures">How many capturing groups the patterns have; without one, the whole text is the content.</param>
/// <param name="Convert">From content to value; throws <see cref="FormatException"/> or <see cref="OverflowException"/>.</param>
internal sealed record ParameterType(string Name, string[] Patterns, int Captures, Func<string, object> Convert)
{
    private const string Flow = @"[\p{L}_][\p{L}\p{Nd}_]*";

    private static readonly string[] Integers = [@"-?\d+", @"\d+"];
    private static readonly string[] Floats = [@"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[Ee][-+]?\d+)?"];

    /// <summary>The standard types and those of the feature language, by name.</summary>
    public static readonly IReadOnlyDictionary<string, ParameterType> All = new ParameterType[]
    {
        new("", [".*"], 0, text => text),
        new("word", [@"[^\s]+"], 0, text => text),
        new("string", [@"""((?:[^""\\]|\\.)*)""", @"'((?:[^'\\]|\\.)*)'"], 2, text => text),
        new("int", Integers, 0, text => int.Parse(text, CultureInfo.InvariantCulture)),
        new("byte", Integers, 0, text => sbyte.Parse(text, CultureInfo.InvariantCulture)),
        new("short", Integers, 0, text => short.Parse(text, CultureInfo.InvariantCulture)),
        new("long", Integers, 0, text => long.Parse(text, CultureInfo.InvariantCulture)),
        new("biginteger", Integers, 0, text => BigInteger.Parse(text, CultureInfo.InvariantCulture)),
        new("float", Floats, 0, text => float.Parse(text, CultureInfo.InvariantCulture)),
        new("double", Floats, 0, text => double.Parse(text, CultureInfo.InvariantCulture)),
        // .NET has no decimal of any length: the exact text is the value.
        new("bigdecimal", Floats, 0, text => text),
        new("flow", [Flow], 0, text => text),
        new("flows", [$@"{Flow}(?:(?:, ?|,? and ){Flow})*"], 0, text => FlowList.Names(text)),
        new("percent", [@"[0-9]+(?:\.[0-9]+)?%"], 0, text => decimal.Parse(text[..^1], CultureInfo.InvariantCulture)),
    }.ToDictionary(type => type.Name);

    /// <summary>The content of a matched text as people mean it: escaped quotes of a <c>{string}</c> are undone.</summary>
    public string Content(string captured) => Captures == 0
        ? captured
        : captured.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\'", "'", StringComparison.Ordinal);
}
