using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Binding;

/// <summary>
/// A step definition as a row of words, to measure how far a text is from it. Distances count in words: 0 fits, 1 is a word too
/// many, too few, or altogether different; a misspelt word is somewhere between.
/// </summary>
internal static class StepPattern
{
    /// <summary>Words that hold sentences together and are hardly ever meant as the name of a flow.</summary>
    private static readonly HashSet<string> Glue = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "an", "the", "this", "each", "is", "are", "be", "must", "of", "from", "to", "in", "on", "by", "for", "with",
        "without", "as", "at", "where", "that", "when", "and", "or", "not", "it", "they",
    };

    /// <summary>Splits at spaces, but not inside quotes.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            if (text[start] == ' ')
            {
                start++;
                continue;
            }

            var end = start;
            char? quote = null;
            for (; end < text.Length && (quote is not null || text[end] != ' '); end++)
            {
                if (text[end] is not ('"' or '\'')) continue;
                if (quote is null && end == start) quote = text[end];
                else if (quote == text[end]) quote = null;
            }

            words.Add(text[start..end]);
            start = end;
        }

        return words;
    }

    /// <summary>How far a word of a text is from a piece of a definition.</summary>
    public static double Cost(string word, string piece) => piece switch
    {
        "{string}" => word[0] is '"' or '\'' ? 0 : 0.6,
        "{flow}" or "{flows}" => IsName(word.TrimEnd(',')) && !Glue.Contains(word) ? 0 : 0.6,
        "{percent}" => word[^1] == '%' ? 0 : char.IsDigit(word[0]) ? 0.3 : 1,
        _ => piece.Split('/').Min(literal => LiteralCost(word, literal)),
    };

    /// <summary>Whether a word merely goes on with the list of names that a <c>{flows}</c> piece has begun.</summary>
    public static bool Continues(string previous, string word) => word is "and" || previous is "and" || previous[^1] == ',';

    public static bool IsName(string word) =>
        word.Length > 0 && !char.IsDigit(word[0]) && word.All(c => c == '_' || char.IsLetterOrDigit(c));

    private static double LiteralCost(string word, string literal)
    {
        if (string.Equals(word, literal, StringComparison.Ordinal)) return 0;
        var share = (double)Suggestions.Distance(word, literal) / Math.Max(word.Length, literal.Length);
        return share switch
        {
            0 => 0.1,
            <= 0.5 => share,
            _ => 1,
        };
    }
}
