using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Parsing;

/// <summary>
/// Reads a line of tags. The Gherkin parser cuts at every <c>@</c> and so splits <c>@owner:me@example.com</c> silently and lets
/// spaces into tags; here a tag is a word that begins with <c>@</c>, and anything else on the line is an error.
/// </summary>
internal static class TagReader
{
    public static IEnumerable<Tag> Read(StepValue line, ICollection<Diagnostic> errors)
    {
        var tags = new List<Tag>();
        foreach (var (word, offset) in Words(line.Text))
        {
            var at = line.At.Within(offset, word.Length);
            if (word[0] == '#' && offset > 0) break;
            if (word[0] != '@' || word.Length == 1 || word.IndexOf('@', 1) > 0)
            {
                errors.Add(FeatureErrors.BadTag.Error($"\"{word}\" is not a tag", at,
                    "write each tag as one word after @, with a space between tags: @memory:1Gi @retries:3"));
                continue;
            }

            var colon = word.IndexOf(':', StringComparison.Ordinal);
            tags.Add(colon < 0 ? new Tag(word[1..], null, at) : new Tag(word[1..colon], word[(colon + 1)..], at));
        }

        return tags;
    }

    private static IEnumerable<(string Word, int Offset)> Words(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                start++;
                continue;
            }

            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            yield return (text[start..end], start);
            start = end;
        }
    }
}
