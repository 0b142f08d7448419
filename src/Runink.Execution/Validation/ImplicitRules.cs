using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Validation;

/// <summary>What a source demands of its records when no contract is enforced: that each value is of its column's type.</summary>
internal static class ImplicitRules
{
    /// <summary>One type rule per column that is not text; Parquet has types already.</summary>
    public static IReadOnlyList<RecordRule> Of(SourceNode source) => source.Dataset.Format == "parquet" ? [] :
    [
        .. source.Columns.Where(column => column.Type.Kind != TypeKind.Text).Select(column => new RecordRule
        {
            Kind = RuleKind.LogicalType,
            Fields = [column.Name],
            Name = "logicalType",
            Expected = column.Type.ToString(),
        }),
    ];
}
