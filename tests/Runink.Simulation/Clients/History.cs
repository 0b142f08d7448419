namespace Runink.Simulation;

/// <summary>
/// Keeps the operations on each object, and hands them over to be judged when nobody will work on the object any more and nobody
/// waits for an answer from it.
/// </summary>
public sealed class History(Workload workload, ClusterObserver judge)
{
    /// <summary>Operations on one object whose outcome nobody knows, before clients go on with another object.</summary>
    private const int MaxAbandoned = 8;

    private readonly List<Chapter> _open = [];

    /// <summary>An operation begins.</summary>
    public void Begin(Operation operation)
    {
        var chapter = ChapterOf(operation.Command.Target);
        if (chapter is null) _open.Add(chapter = new Chapter(operation.Command.Target));
        chapter.Operations.Add(operation);
        chapter.Waiting++;
    }

    /// <summary>An operation has its answer.</summary>
    public void Return(Operation operation) => Finish(operation);

    /// <summary>Nobody waits for the answer any more; the operation stays open.</summary>
    public void Abandon(Operation operation)
    {
        // Each one may have taken effect at any time or never: with too many of them nobody can judge a history.
        if (++ChapterOf(operation.Command.Target)!.Abandoned == MaxAbandoned) workload.Retire(operation.Command.Target);
        Finish(operation);
    }

    /// <summary>The operation certainly never had an effect: it is as if it had never been called.</summary>
    public void Withdraw(Operation operation)
    {
        ChapterOf(operation.Command.Target)!.Operations.Remove(operation);
        Finish(operation);
    }

    /// <summary>Hands over everything that is left.</summary>
    public void Close()
    {
        foreach (var chapter in _open) judge.HistoryClosed(chapter.Target, chapter.Operations);
        _open.Clear();
    }

    private void Finish(Operation operation)
    {
        ChapterOf(operation.Command.Target)!.Waiting--;
        for (var i = 0; i < _open.Count; i++)
        {
            var chapter = _open[i];
            if (chapter.Waiting > 0 || !workload.IsOver(chapter.Target)) continue;
            _open.RemoveAt(i--);
            judge.HistoryClosed(chapter.Target, chapter.Operations);
        }
    }

    private Chapter? ChapterOf(ObjectId target)
    {
        foreach (var chapter in _open)
            if (chapter.Target == target) return chapter;
        return null;
    }

    private sealed class Chapter(ObjectId target)
    {
        public ObjectId Target => target;

        public List<Operation> Operations { get; } = [];

        public int Waiting { get; set; }

        public int Abandoned { get; set; }
    }
}
