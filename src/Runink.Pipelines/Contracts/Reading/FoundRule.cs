using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>A record rule and where the contract asks for it.</summary>
internal sealed record FoundRule(RecordRule Rule, SourceSpan At)
{
    /// <summary>A rule about one field.</summary>
    public static FoundRule Of(
        RuleKind kind, string field, string name, string expected, SourceSpan at, string? argument = null) =>
        new(new RecordRule { Kind = kind, Fields = [field], Name = name, Expected = expected, Argument = argument }, at);

    /// <summary>A rule that a key is unique.</summary>
    public static FoundRule Unique(IReadOnlyList<string> fields, string name, SourceSpan at) =>
        new(new RecordRule { Kind = RuleKind.Unique, Fields = [.. fields], Name = name, Expected = "unique" }, at);
}
