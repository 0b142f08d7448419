using System.Text;

namespace Runink.Execution.Tests.Validation;

/// <summary>Makes ECMA-262 patterns, most of them valid, and texts that they may or may not match.</summary>
internal sealed class RandomPattern(Random random)
{
    private static readonly string[] Simple =
    [
        "a", "b", ".", "é", "😀", "1", "_", "^", "$", @"\b", @"\B", @"\d", @"\w", @"\s", @"\D", @"\W", @"\S", @"\u0041", @"\x61",
        @"\u{1F600}", @"\n", @"\-",
    ];

    private static readonly string[] Members =
        ["a", "b-z", @"\d", @"\w", @"\s", @"\S", "é", "😀-😁", @"\u{10000}-\u{20000}", @"\-", "_", @"\W", @"\n"];

    private static readonly string[] Quantifiers = ["*", "+", "?", "{2}", "{1,2}", "{0,1}", "*?", "+?"];
    private static readonly string[] Openings = ["(?:", "(?:", "(", "(?=", "(?!", "(?<=", "(?<!"];

    private static readonly string[] Characters = ["a", "b", "c", "1", "_", " ", "\n", "\r", "\u2028", "é", "\u00a0", "-", "A", "٣"];
    private static readonly string[] Beyond = ["😀", "😁", "🚀"];

    /// <summary>A pattern, nested at most so deep.</summary>
    public string Pattern(int depth = 2)
    {
        var text = new StringBuilder(Sequence(depth));
        while (random.Next(4) == 0) text.Append('|').Append(Sequence(depth));
        return text.ToString();
    }

    /// <summary>A text of at most five characters, with some beyond U+FFFF or none.</summary>
    public string Text(bool beyond) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pick(beyond && random.Next(4) == 0 ? Beyond : Characters)));

    private string Sequence(int depth) => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Quantified(Atom(depth))));

    private string Atom(int depth) => random.Next(depth > 0 ? 4 : 2) switch
    {
        0 => Pick(Simple),
        1 => $"[{(random.Next(3) == 0 ? "^" : "")}{string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Members)))}]",
        2 => $"{Pick(Openings)}{Pattern(depth - 1)})",
        _ => random.Next(4) == 0 ? @"\1" : $"({Pattern(depth - 1)})",
    };

    private string Quantified(string atom)
    {
        var repeatable = atom is not ("^" or "$" or @"\b" or @"\B") && !atom.StartsWith("(?", StringComparison.Ordinal);
        return repeatable && random.Next(3) == 0 ? atom + Pick(Quantifiers) : atom;
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
