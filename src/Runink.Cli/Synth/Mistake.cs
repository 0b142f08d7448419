using Runink.Pipelines.Planning;

namespace Runink.Cli.Synth;

/// <summary>A way for a row to be bad: one field that breaks one rule.</summary>
/// <param name="Kind">The kind of mistake, in words.</param>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Column">Index of the column that is spoilt; for a key that is used again, of its first column.</param>
/// <param name="Value">What stands there instead; null when a key is used again.</param>
internal sealed record Mistake(string Kind, RecordRule Rule, int Column, CellValue? Value)
{
    /// <summary>Whether the row takes its key from an earlier one.</summary>
    public bool IsDuplicate => Value is null;
}
