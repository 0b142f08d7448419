using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>
/// A dataset that one scenario writes and another reads under a contract: drift that can be seen before anything runs.
/// </summary>
/// <param name="Table">Where the reader names it.</param>
/// <param name="Demanded">The contract's columns.</param>
/// <param name="Written">The columns that will be written.</param>
internal sealed record WrittenUnderContract(StepValue Table, EquatableList<Column> Demanded, EquatableList<Column> Written)
{
    /// <summary>What is missing or has another type, as the drift policy wants it reported.</summary>
    public IEnumerable<Diagnostic> Judge(DriftPolicy policy)
    {
        if (policy.Missing == DriftAction.Ignore) yield break;
        foreach (var column in Demanded)
        {
            var index = ColumnNames.IndexOf(Written, column.Name);
            if (index >= 0 && column.Type.Holds(Written[index].Type)) continue;
            var written = index < 0 ? "does not write" : $"writes as {Written[index].Type}";
            var message = $"the contract of \"{Table.Text}\" demands \"{column.Name}\" {column.Type}, "
                + $"which the writing scenario {written}";
            yield return policy.Missing == DriftAction.Error
                ? PlanErrors.UpstreamDrift.Error(message, Table.At)
                : PlanErrors.UpstreamDrift.Warning(message, Table.At);
        }
    }
}
