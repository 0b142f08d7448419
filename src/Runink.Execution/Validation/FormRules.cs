using Runink.Execution.Sources;

namespace Runink.Execution.Validation;

/// <summary>A demand on the form of a record, before its values are looked at.</summary>
/// <param name="Name">The rule's name in dead letters and counts.</param>
/// <param name="Expected">What a well-formed record has.</param>
internal sealed record FormRule(string Name, string Expected);

/// <summary>
/// What a broken form is called. The values of such a record cannot be trusted, so its form is the only thing a letter reports.
/// </summary>
internal static class FormRules
{
    /// <summary>Set by the engine for a line that is not JSON; the record reader leaves this bit free.</summary>
    public const RecordProblems NotJson = (RecordProblems)64;

    /// <summary>Set for every record of a file that drift sent to quarantine.</summary>
    public const RecordProblems Quarantined = (RecordProblems)128;

    /// <summary>Problems with which a record's values may stand in columns that are not theirs.</summary>
    public const RecordProblems Displaced = RecordProblems.TooFewFields | RecordProblems.TooManyFields | RecordProblems.TextAfterQuote;

    private static readonly (RecordProblems Problem, FormRule Rule)[] All =
    [
        (Quarantined, new("drift", "the columns that the contract names")),
        (RecordProblems.InvalidUtf8, new("encoding", "UTF-8")),
        (RecordProblems.TooFewFields, new("field count", "as many fields as the file has columns; there are fewer")),
        (RecordProblems.TooManyFields, new("field count", "as many fields as the file has columns; there are more")),
        (RecordProblems.TextAfterQuote, new("quoting", "a delimiter or the end of the line behind a closing quote")),
        (RecordProblems.NotAnObject, new("json", "one JSON object")),
        (NotJson, new("json", "well-formed JSON")),
    ];

    /// <summary>The field that letters and counts name for a broken form.</summary>
    public const string Field = "record";

    /// <summary>The broken demands; none when the form is sound.</summary>
    public static IEnumerable<FormRule> Broken(RecordProblems problems) =>
        from item in All where problems.HasFlag(item.Problem) select item.Rule;

    /// <summary>The id that counts use.</summary>
    public static string IdOf(FormRule rule) => $"{Field}.{rule.Name}";
}
