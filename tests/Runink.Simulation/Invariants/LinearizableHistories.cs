namespace Runink.Simulation;

/// <summary>What clients saw of every object is what some order of their operations, one at a time, explains.</summary>
public sealed class LinearizableHistories(LinearizabilityChecker checker) : Invariant
{
    public override string Rule => "Linearizability";

    /// <summary>Operations that were judged.</summary>
    public long Checked { get; private set; }

    /// <summary>Histories whose search was given up at its bound.</summary>
    public long Undecided { get; private set; }

    public override void HistoryClosed(ObjectId target, IReadOnlyList<Operation> history)
    {
        switch (checker.Check(target.Kind, history))
        {
            case Verdict.NotLinearizable verdict:
                Broken($"{target} is {verdict}");
                break;
            case Verdict.Undecided:
                Undecided++;
                break;
            default:
                Checked += history.Count;
                break;
        }
    }
}
