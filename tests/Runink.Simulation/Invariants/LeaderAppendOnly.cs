namespace Runink.Simulation;

/// <summary>
/// A leader only adds to its log (Raft paper, section 5.3). Its last entry of before the step still stands; with log matching, so do
/// all before it.
/// </summary>
public sealed class LeaderAppendOnly : Invariant
{
    public override string Rule => "Leader append-only";

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (!before.Leads || !view.Leads || before.Term != view.Term || before.LastLog == view.LastLog) return;
        if (view.LastLog.Index < before.LastLog.Index)
            Broken($"the log of leader {node.Id} of term {view.Term} ended at {before.LastLog} and now at {view.LastLog}");
        if (view.LogBase.Index < before.LogBase.Index)
            Broken($"the log of leader {node.Id} of term {view.Term} began at {before.LogBase} and now at {view.LogBase}");
        // Null means compacted away, or lost to the disk: neither is a change.
        if (node.TermAt(before.LastLog.Index) is { } term && before.LastLog.Term.Value > 0 && term != before.LastLog.Term)
            Broken($"leader {node.Id} of term {view.Term} put an entry of term {term} over {before.LastLog}");
    }
}
