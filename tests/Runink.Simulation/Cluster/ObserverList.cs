using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Tells every observer.</summary>
public sealed class ObserverList(params IReadOnlyList<ClusterObserver> observers) : ClusterObserver
{
    private readonly ClusterObserver[] _observers = [.. observers];

    public override void Started(IObservedNode node)
    {
        foreach (var observer in _observers) observer.Started(node);
    }

    public override void Crashing(IObservedNode node)
    {
        foreach (var observer in _observers) observer.Crashing(node);
    }

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        foreach (var observer in _observers) observer.Stepped(node, before);
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        foreach (var observer in _observers) observer.Emitted(node, effect);
    }

    public override void Persisted(IObservedNode node, Write write, int entries)
    {
        foreach (var observer in _observers) observer.Persisted(node, write, entries);
    }

    public override void Rotted(IObservedNode node, LogIndex index)
    {
        foreach (var observer in _observers) observer.Rotted(node, index);
    }

    public override void Applied(IObservedNode node, Entry entry)
    {
        foreach (var observer in _observers) observer.Applied(node, entry);
    }

    public override void Installed(IObservedNode node, SnapshotDescription snapshot)
    {
        foreach (var observer in _observers) observer.Installed(node, snapshot);
    }

    public override void Called(IObservedNode node, Operation operation, ulong context)
    {
        foreach (var observer in _observers) observer.Called(node, operation, context);
    }

    public override void Answered(IObservedNode node, Operation operation, LogPosition position)
    {
        foreach (var observer in _observers) observer.Answered(node, operation, position);
    }

    public override void HistoryClosed(ObjectId target, IReadOnlyList<Operation> history)
    {
        foreach (var observer in _observers) observer.HistoryClosed(target, history);
    }

    public override void Converged(IReadOnlyList<IObservedNode> members)
    {
        foreach (var observer in _observers) observer.Converged(members);
    }
}
