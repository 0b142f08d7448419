using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Validation;

/// <summary>What is the same in every dead letter of one source.</summary>
/// <param name="Assignment">The slice's work.</param>
/// <param name="Source">The source that the records come from.</param>
/// <param name="Contract">The contract that judged them, or null when only casts did.</param>
/// <param name="Files">The source's files, by their number in a record's position.</param>
/// <param name="Rules">The rules, by their bit in the verdict.</param>
internal sealed record LetterContext(
    SliceAssignment Assignment,
    SourceNode Source,
    ContractRef? Contract,
    IReadOnlyList<PinnedInput> Files,
    IReadOnlyList<RecordRule> Rules);
