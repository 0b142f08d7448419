using System.Text.Json.Serialization;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>What to do with bytes that are not UTF-8.</summary>
public enum EncodingErrors
{
    /// <summary>The record fails with rule <c>encoding</c>.</summary>
    Fail,

    /// <summary>Replace each by U+FFFD.</summary>
    Replace,
}

/// <summary>The option table of a source; the defaults are what an empty table means.</summary>
public sealed record ReadOptions
{
    /// <summary>Field separator of csv: one character.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first csv record names the columns.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Columns and types given in the feature instead of by a contract.</summary>
    public EquatableList<Column> Columns { get; init; } = [];

    /// <summary>IANA zone of timestamps that carry none.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Treatment of invalid UTF-8.</summary>
    public EncodingErrors EncodingErrors { get; init; }

    /// <summary>Whether a source without records is right (option <c>may be empty</c>) and not an accident.</summary>
    public bool AllowEmpty { get; init; }
}

/// <summary>What to do with a kind of schema drift.</summary>
public enum DriftAction
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>Report it and go on.</summary>
    Warn,

    /// <summary>Fail the stage before any record is read.</summary>
    Error,

    /// <summary>Send every record of the file to the dead letters.</summary>
    Quarantine,
}

/// <summary>What to do when an input's columns differ from its contract's (semantics section 2).</summary>
/// <param name="Missing">A contracted column that the input lacks, or has with another type.</param>
/// <param name="Extra">A column that the contract does not know; it is never read.</param>
public sealed record DriftPolicy(DriftAction Missing = DriftAction.Error, DriftAction Extra = DriftAction.Warn)
{
    /// <summary>Whether all records of a file may become dead letters.</summary>
    [JsonIgnore]
    public bool Quarantines => Missing == DriftAction.Quarantine || Extra == DriftAction.Quarantine;

    /// <summary>Whether a column of another type is read all the same, so that its values are judged one by one.</summary>
    [JsonIgnore]
    public bool TakesOtherTypes => Missing is DriftAction.Ignore or DriftAction.Warn;
}
