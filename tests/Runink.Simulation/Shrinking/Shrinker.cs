namespace Runink.Simulation;

/// <summary>
/// Looks for a smaller episode that breaks the same rule: fewer nodes, fewer kinds of faults, fewer single faults, fewer steps.
/// Where a change moves everything that follows, several histories of the changed plan are tried.
/// </summary>
/// <param name="run">Runs an episode.</param>
/// <param name="budget">How long to look.</param>
public sealed class Shrinker(Func<EpisodeSpec, EpisodeResult> run, ShrinkBudget budget)
{
    private const int Variations = 6;

    private EpisodeSpec _smallest = null!;
    private EpisodeResult _result = null!;

    /// <summary>The smallest that was found; the given one if there is none.</summary>
    public EpisodeSpec Shrink(EpisodeSpec failing, EpisodeResult result)
    {
        (_smallest, _result) = (failing, result);
        CutSteps();
        EpisodeSpec before;
        do
        {
            before = _smallest;
            TakeNodesAway();
            TakeKindsAway();
            TakeFaultsAway();
            HalveSteps();
        }
        while (_smallest != before);
        return _smallest;
    }

    /// <summary>What comes after the violation is not needed.</summary>
    private void CutSteps()
    {
        if (_result.Violation!.Step < _smallest.Steps) Try(_smallest with { Steps = Math.Max(1, _result.Violation.Step) });
    }

    private void TakeNodesAway()
    {
        var nodes = _smallest.Plan().Nodes;
        for (var fewer = 1; fewer < nodes; fewer++)
            if (TryVariations(_smallest with { Nodes = fewer })) return;
    }

    private void TakeKindsAway()
    {
        foreach (var kind in _smallest.Plan().Faults.Active)
            TryVariations(_smallest with { Without = _smallest.Without.Add(kind) });
    }

    /// <summary>
    /// Leaves out larger and then smaller parts of the faults that happened, as long as it still fails (delta debugging, Zeller
    /// and Hildebrandt 2002).
    /// </summary>
    private void TakeFaultsAway()
    {
        for (var parts = 1; ; parts *= 2)
        {
            var all = _result.Faults.Select(fault => fault.ToString()).ToList();
            var size = Math.Max(1, all.Count / parts);
            for (var from = 0; from < all.Count; from += size)
            {
                var rest = _result.Faults.Select(fault => fault.ToString()).Except(all.Skip(from).Take(size));
                Try(_smallest with { Only = [.. rest] });
            }

            if (size <= 1) return;
        }
    }

    /// <summary>A cluster that gets stuck may do so with less before it.</summary>
    private void HalveSteps()
    {
        CutSteps();
        for (var saved = _smallest.Steps / 2; saved > 100; saved /= 2)
            while (_smallest.Steps > saved && Try(_smallest with { Steps = _smallest.Steps - saved }))
            {
            }
    }

    private bool TryVariations(EpisodeSpec candidate)
    {
        if (Try(candidate)) return true;
        for (var variation = 1; variation <= Variations; variation++)
            if (Try(candidate with { Variation = candidate.Variation + variation })) return true;
        return false;
    }

    private bool Try(EpisodeSpec candidate)
    {
        if (!budget.TrySpend()) return false;
        var result = run(candidate);
        if (result.Violation?.Rule != _result.Violation!.Rule) return false;
        (_smallest, _result) = (candidate, result);
        CutSteps();
        return true;
    }
}
