using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>What a <see cref="RecordRule"/> demands of its field.</summary>
public enum RuleKind
{
    /// <summary>The value can be read as the column's type.</summary>
    LogicalType,

    /// <summary>Not null.</summary>
    Required,

    /// <summary>The first record in source order that holds the key passes, later ones fail. <see cref="RecordRule.Fields"/> is the key.</summary>
    Unique,

    /// <summary>At least <see cref="RecordRule.Argument"/>.</summary>
    Minimum,

    /// <summary>At most the argument.</summary>
    Maximum,

    /// <summary>Greater than the argument.</summary>
    ExclusiveMinimum,

    /// <summary>Less than the argument.</summary>
    ExclusiveMaximum,

    /// <summary>A multiple of the argument.</summary>
    MultipleOf,

    /// <summary>At least so many characters.</summary>
    MinLength,

    /// <summary>At most so many characters.</summary>
    MaxLength,

    /// <summary>Matches the ECMA-262 pattern somewhere.</summary>
    Pattern,

    /// <summary>Has the named format (email, uuid, uri, date-time, …).</summary>
    Format,

    /// <summary>One of <see cref="RecordRule.Values"/>.</summary>
    OneOf,

    /// <summary>Not null, and not one of <see cref="RecordRule.Values"/>, which count as missing.</summary>
    NotMissing,

    /// <summary>Null: a program gives a reason there when it rejects a record.</summary>
    NotRejected,
}

/// <summary>
/// One demand on one record, engine-neutral. All rules but <see cref="RuleKind.Required"/>,
/// <see cref="RuleKind.NotMissing"/> hold for a null value; all but <see cref="RuleKind.LogicalType"/> hold for a value that
/// cannot be cast, so that one mistake is reported once.
/// </summary>
public sealed record RecordRule
{
    /// <summary>What is demanded.</summary>
    public required RuleKind Kind { get; init; }

    /// <summary>Column that it is about; the columns of a key for <see cref="RuleKind.Unique"/>.</summary>
    public required EquatableList<string> Fields { get; init; }

    /// <summary>The contract's keyword (<c>exclusiveMinimum</c>) or the quality rule's name: the second half of the rule's id.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Bound, length, pattern or format name, as text; null when the kind has none. A bound is written so that it casts to the column's type
    /// without loss. For <see cref="RuleKind.LogicalType"/>: the strptime format of dates and times that are not written as ISO 8601, in
    /// which <c>%z</c> also stands for the letter Z.
    /// </summary>
    public string? Argument { get; init; }

    /// <summary>For <see cref="RuleKind.LogicalType"/> of an instant: IANA zone of texts that carry none; null takes the source's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The allowed or missing values.</summary>
    public EquatableList<string> Values { get; init; } = [];

    /// <summary>What a reader of a dead letter sees as expectation, for example <c>&gt; 0</c>.</summary>
    public required string Expected { get; init; }

    /// <summary>The field or fields, as dead letters show them.</summary>
    public string Field => string.Join(", ", Fields);

    /// <summary>The id: field and keyword.</summary>
    public string Id => $"{Field}.{Name}";
}
