using System.Globalization;

namespace Runink.Pipelines.Planning;

/// <summary>Says in a few words what the parts of a plan do.</summary>
internal static class PlanWords
{
    public static string Of(PlanNode node, ScenarioPlan plan) => node switch
    {
        SourceNode { Contract: { } contract } source =>
            $"table \"{source.Table}\" from {source.Dataset} under {contract.Id} {contract.Version}",
        SourceNode source => $"table \"{source.Table}\" from {source.Dataset}",
        ValidateNode validate =>
            $"validated by {Count(validate.Rules.Count, "rule")} of {validate.Contract.Id} {validate.Contract.Version}",
        MaskNode mask => $"masked: {string.Join(", ", mask.Masks.Select(field => $"{field.Field} {Of(field)}"))}",
        SqlNode { SinglePass: true } => $"SQL over {Inputs(node, plan)}, in the same pass",
        SqlNode => $"SQL over {Inputs(node, plan)}",
        FilterNode filter => $"filtered where {filter.Condition}",
        JoinNode join => $"{Word(join.Join)} join of {Inputs(node, plan)} on {string.Join(", ", join.Keys)}",
        UnionNode => $"union of {Inputs(node, plan)}",
        DeduplicateNode deduplicate => $"deduplicated on {string.Join(", ", deduplicate.Keys)}",
        ProgramNode { Endpoints: { } endpoints } program => $"transformed by {program.Called}, which may reach {string.Join(", ", endpoints)}",
        ProgramNode program => $"transformed by {program.Called}",
        _ => throw new InvalidOperationException($"no words for {node.GetType().Name}"),
    };

    public static IReadOnlyList<string> Of(SinkPlan sink, ScenarioPlan plan)
    {
        var mode = sink.Mode switch
        {
            SinkMode.Append => "append",
            SinkMode.ReplacePartition => $"replace the partition {sink.PartitionBy[0]}={sink.Partition}",
            _ => "replace",
        };
        var parts = new List<string> { $"records of {plan.Nodes[sink.Input].Flow}"
            + (sink.Condition is { } condition ? $" where {condition}" : ""), mode };
        if (sink.Mode != SinkMode.ReplacePartition && sink.PartitionBy.Count > 0)
            parts.Add($"partitioned by {string.Join(", ", sink.PartitionBy)}");
        parts.Add($"cleared for {Word(sink.ClearedFor)}");
        return [string.Join(", ", parts)];
    }

    public static IReadOnlyList<string> Of(DeadLetterPlan letters) =>
        [$"records that fail, cleared for {Word(letters.ClearedFor)}"];

    public static IReadOnlyList<string> Of(CheckPlan check) =>
        [check.Severity == CheckSeverity.Error ? "else nothing but the dead letters is published" : "else a warning"];

    public static string Of(Resources resources)
    {
        var cpu = resources.Cpu is { } cores ? $"{cores.ToString(CultureInfo.InvariantCulture)} cpu" : "all cpus";
        var memory = resources.MemoryBytes is { } bytes
            ? $"{(bytes / (1024.0 * 1024)).ToString("0.#", CultureInfo.InvariantCulture)} MiB"
            : "half the memory";
        var timeout = resources.TimeoutSeconds is { } seconds
            ? $"{seconds.ToString(CultureInfo.InvariantCulture)} s at most"
            : "no time limit";
        return $"{cpu}, {memory}, {timeout}, {Count(resources.Retries, "retry", "retries")}";
    }

    private static string Of(FieldMask mask) => mask.Method switch
    {
        MaskMethod.KeepLast => $"keep last {mask.Keep.ToString(CultureInfo.InvariantCulture)}",
        MaskMethod.Generalise => $"generalise to {mask.To}",
        _ => Word(mask.Method),
    };

    private static string Inputs(PlanNode node, ScenarioPlan plan) =>
        string.Join(", ", node.Inputs.Select(id => plan.Nodes[id].Flow));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Count(int number, string one, string? many = null) =>
        $"{number.ToString(CultureInfo.InvariantCulture)} {(number == 1 ? one : many ?? one + "s")}";
}
