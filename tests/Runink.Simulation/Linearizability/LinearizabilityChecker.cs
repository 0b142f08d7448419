namespace Runink.Simulation;

/// <summary>
/// Judges histories of one object. Bounded: a history that takes more steps than it is given is undecided, which is counted and
/// reported, not passed over.
/// </summary>
/// <param name="maxSteps">Steps for one history, at most.</param>
public sealed class LinearizabilityChecker(long maxSteps = 1_000_000)
{
    private const int WindowSize = 16;

    private readonly HashSet<LinearizationSearch.Configuration> _tried = [];

    /// <summary>Judges the history of one object.</summary>
    public Verdict Check(ObjectKind kind, IReadOnlyList<Operation> operations)
    {
        if (kind != ObjectKind.Set) return CheckPart(kind, operations);
        Verdict worst = new Verdict.Linearizable();
        foreach (var element in operations.GroupBy(o => o.Command.Argument).OrderBy(g => g.Key))
        {
            var verdict = CheckPart(kind, [.. element]);
            if (verdict is Verdict.NotLinearizable) return verdict;
            if (verdict is Verdict.Undecided) worst = verdict;
        }

        return worst;
    }

    private Verdict CheckPart(ObjectKind kind, IReadOnlyList<Operation> operations)
    {
        Operation[] sorted = [.. operations.OrderBy(o => o.Call)];
        var search = Search(kind, sorted);
        return search.Result switch
        {
            true => new Verdict.Linearizable(),
            null => new Verdict.Undecided(search.Steps),
            _ => Explain(kind, sorted),
        };
    }

    /// <summary>Finds the first answer without which all would be well: a history once wrong stays wrong however it goes on.</summary>
    private Verdict.NotLinearizable Explain(ObjectKind kind, Operation[] sorted)
    {
        long[] returns = [.. sorted.Where(o => !o.IsOpen).Select(o => o.Return).Order()];
        var (low, high) = (0, returns.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Search(kind, Until(sorted, returns[middle])).Result == false) high = middle;
            else low = middle + 1;
        }

        var end = returns[low];
        var culprit = sorted.First(o => o.Return == end);
        var states = Search(kind, Until(sorted, end)).BlockedStates;
        var window = sorted.Where(o => o.Call <= end).OrderBy(o => Math.Min(o.Return, end)).TakeLast(WindowSize);
        return new Verdict.NotLinearizable(culprit, [.. states], [.. window.OrderBy(o => o.Call)]);
    }

    private (bool? Result, long Steps, IEnumerable<string> BlockedStates) Search(ObjectKind kind, Operation[] sorted)
    {
        var model = SequentialModel.For(kind, sorted);
        Operation[] relevant = [.. sorted.Where(o => !o.IsOpen || !model.IsUnseen(o))];
        var search = new LinearizationSearch(relevant, model, _tried);
        return (search.Run(maxSteps), search.Steps, search.BlockedStates);
    }

    /// <summary>The history as it looked at that moment.</summary>
    private static Operation[] Until(Operation[] sorted, long end) =>
    [
        .. sorted.Where(o => o.Call <= end).Select(o => o.Return <= end ? o : new Operation(o.Command, o.Call)),
    ];
}
