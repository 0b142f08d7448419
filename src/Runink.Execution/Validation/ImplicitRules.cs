using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Validation;

/// <summary>
/// What a source demands of its records when no contract is enforced: that each value is of its column's type, written as a contract that gave the column says.
/// </summary>
internal static class ImplicitRules
{
    /// <summary>One type rule per column that is not text; Parquet has types already.</summary>
    public static IReadOnlyList<RecordRule> Of(SourceNode source) => source.Dataset.Format == "parquet" ? [] :
    [
        .. source.Columns.Where(column => column.Type.Kind != TypeKind.Text).Select(column =>
            source.TypeRules?.FirstOrDefault(rule => rule.Fields[0] == column.Name) ?? OfType(column)),
    ];

    private static RecordRule OfType(Column column) => new()
    {
        Kind = RuleKind.LogicalType,
        Fields = [column.Name],
        Name = "logicalType",
        Expected = column.Type.ToString(),
    };
}
