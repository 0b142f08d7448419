using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Slicing;
using Runink.Pipelines.Slices;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>Puts together what the slices of a stage have reported.</summary>
internal static class TeamResult
{
    /// <summary>The result of the stage.</summary>
    public static SliceOutcome.Finished Of(ScenarioPlan plan, StageSlices slices, IReadOnlyList<SliceOutcome.Finished> outcomes)
    {
        var results = outcomes.Select(outcome => outcome.Result).ToList();
        var (read, failed) = (results.Sum(result => result.RecordsRead), results.Sum(result => result.RecordsFailed));
        var rules = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (rule, count) in results.SelectMany(result => result.FailedByRule)) rules[rule] = rules.GetValueOrDefault(rule) + count;
        var whole = new SliceFinished
        {
            RecordsRead = read,
            RecordsFailed = failed,
            FailedByRule = rules,
            Parts = [.. results.SelectMany(result => result.Parts)],
            Checks = [.. Checks(plan, slices, results, read, failed)],
            PeakMemoryBytes = results.Sum(result => result.PeakMemoryBytes),
            CpuMilliseconds = results.Sum(result => result.CpuMilliseconds),
            ThrottledMilliseconds = results.Sum(result => result.ThrottledMilliseconds),
            EdgeBytes = results.Sum(result => result.EdgeBytes),
        };
        return new(whole) { Slices = [.. slices.Slices.Zip(outcomes, (slice, outcome) => UsageOf(slices.WorkOf(slice, plan), slice, outcome))] };
    }

    private static SliceUsage UsageOf(string work, PlannedSlice slice, SliceOutcome.Finished outcome) => new(
        slice.Index, work, outcome.Result.CpuMilliseconds, outcome.Result.PeakMemoryBytes, outcome.Result.ThrottledMilliseconds, outcome.Result.EdgeBytes)
    {
        Network = outcome.Network,
    };

    /// <summary>In the plan's order; what is about the whole scenario is judged here, where all is known.</summary>
    private static IEnumerable<CheckResult> Checks(
        ScenarioPlan plan, StageSlices slices, IReadOnlyList<SliceFinished> results, long read, long failed)
    {
        var reported = results.Select(result => new Queue<CheckResult>(result.Checks)).ToList();
        foreach (var check in plan.Checks)
        {
            if (check.Input is not { } input) yield return PassRate.Judge(check, read, failed);
            else if (reported[slices.ComputedBy(input)].TryDequeue(out var verdict)) yield return verdict;
            else
            {
                throw new RuninkException(
                    RunErrors.SliceProtocol.Error($"the slice broke the protocol: it did not judge \"{check.Name}\"", check.At), ExitCodes.WorkFailed);
            }
        }
    }
}
