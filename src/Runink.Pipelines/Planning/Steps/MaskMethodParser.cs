using System.Globalization;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Reads the methods of a masking table.</summary>
internal static class MaskMethodParser
{
    private const int MostKept = 64;

    // The digits that a bucket is computed with, exactly, and a point.
    private const int LongestWidth = 19;

    /// <summary>The methods as one writes them, for suggestions.</summary>
    public static readonly IReadOnlyList<string> Methods =
        ["redact", "hash", "tokenize", "keep last 4", "null", "generalise to month", "generalise to year", "generalise to 10"];

    /// <summary>The mask, or null when the text is not a method.</summary>
    public static FieldMask? Parse(string text, string field)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["redact"] => new FieldMask(field, MaskMethod.Redact),
            ["hash"] => new FieldMask(field, MaskMethod.Hash),
            ["tokenize"] => new FieldMask(field, MaskMethod.Tokenize),
            ["null"] => new FieldMask(field, MaskMethod.Null),
            ["keep", "last", var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var keep)
                && keep is >= 1 and <= MostKept =>
                new FieldMask(field, MaskMethod.KeepLast) { Keep = keep },
            ["generalise", "to", "month" or "year"] => new FieldMask(field, MaskMethod.Generalise) { To = words[2] },
            ["generalise", "to", var width] when IsWidth(width) => new FieldMask(field, MaskMethod.Generalise) { To = width },
            _ => null,
        };
    }

    private static bool IsWidth(string text) => text.Length <= LongestWidth
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width) && width > 0;
}
