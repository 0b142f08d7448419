using Runink.Execution.Validation;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sources;

/// <summary>
/// What a program returns, as a source: JSON lines on a pipe, judged like those of a file. A record that the program rejects says why in
/// the field <see cref="Rejection"/>; what else it holds is the payload of the letter.
/// </summary>
internal static class ProgramIntake
{
    /// <summary>The field in which a program says why it rejects a record.</summary>
    public const string Rejection = "_reject";

    /// <summary>The source that the records of a program's step come from.</summary>
    public static SourceNode Source(ProgramNode node) => new()
    {
        Id = node.Id,
        Flow = node.Flow,
        At = node.At,
        Inputs = [],
        Columns = [.. node.Columns, new Column(Rejection, ColumnType.Text, Classification.Public)],
        Table = node.Flow,
        Dataset = new DatasetRef("jsonl", node.Program),
        Options = new ReadOptions { AllowEmpty = true },
    };

    /// <summary>What its records must be: of their columns' types, and not rejected.</summary>
    public static IReadOnlyList<RecordRule> Rules(ProgramNode node, SourceNode source) =>
    [
        .. ImplicitRules.Of(source),
        new RecordRule
        {
            Kind = RuleKind.NotRejected,
            Fields = [Rejection],
            Name = "rejected",
            Expected = $"a record that {node.Program} does not reject",
        },
    ];

    /// <summary>The pipe, as the file that letters name: record numbers count what the program wrote.</summary>
    public static InputFile Pipe(ProgramNode node, string path) =>
        new(new PinnedInput(node.Id, node.Program, 0, DateTimeOffset.UnixEpoch, node.Hash), path, null, new HashSet<string>(), Quarantined: false) { IsPipe = true };
}
