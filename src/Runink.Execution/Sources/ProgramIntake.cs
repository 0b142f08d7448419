using Runink.Execution.Edges;
using Runink.Execution.Sources.Arrow;
using Runink.Execution.Validation;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sources;

/// <summary>
/// What a step of one's own returns, as a source: JSON lines or an Arrow stream on a pipe, judged like the records of a file. A record that the step rejects
/// says why in the field <see cref="Rejection"/>; what else it holds is the payload of the letter. For any step that runs as a process of its own, whatever it
/// is written in: give <see cref="Scan"/> and <see cref="Rules"/> to <see cref="Stages.JudgedSource"/>, and the step's records are its flow.
/// </summary>
internal static class ProgramIntake
{
    /// <summary>The field in which a step says why it rejects a record.</summary>
    public const string Rejection = "_reject";

    /// <summary>How the records of a step are read: record numbers of letters count what it wrote.</summary>
    /// <param name="node">The step, with the columns that it declares.</param>
    /// <param name="program">Its file, which letters and messages name.</param>
    /// <param name="hash">SHA-256 of that file, hex.</param>
    /// <param name="edge">Where its records come from, and in which format.</param>
    /// <param name="flows">Where Arrow streams are made known to the engine; registered before the walls close.</param>
    public static SourceScan Scan(PlanNode node, string program, string hash, EdgeEnd edge, EdgeFlows flows)
    {
        var isArrow = edge.Format == RecordFormat.Arrow;
        var source = new SourceNode
        {
            Id = node.Id,
            Flow = node.Flow,
            At = node.At,
            Inputs = [],
            Columns = [.. node.Columns, new Column(Rejection, ColumnType.Text, Classification.Public)],
            Table = node.Flow,
            Dataset = new DatasetRef(isArrow ? "arrow" : "jsonl", program),
            Options = new ReadOptions { AllowEmpty = true },
        };
        var pinned = new PinnedInput(node.Id, program, 0, DateTimeOffset.UnixEpoch, hash);
        var pipe = new InputFile(pinned, edge.Path, null, new HashSet<string>(), Quarantined: false) { IsPipe = true };
        return new SourceScan(source, [pipe], isArrow ? new ArrowIntake(source, edge.Path, flows) : null);
    }

    /// <summary>What its records must be: of their columns' types, and not rejected.</summary>
    public static IReadOnlyList<RecordRule> Rules(SourceNode source) =>
    [
        .. ImplicitRules.Of(source),
        new RecordRule
        {
            Kind = RuleKind.NotRejected,
            Fields = [Rejection],
            Name = "rejected",
            Expected = $"a record that {source.Dataset.Path} does not reject",
        },
    ];
}
