using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Tells every observer.</summary>
public sealed class ObserverList(params IReadOnlyList<ClusterObserver> observers) : ClusterObserver
{
    private readonly ClusterObserver[] _observers = [.. observers];

    public override void Started(SimulatedNode node)
    {
        foreach (var observer in _observers) observer.Started(node);
    }

    public override void Crashing(SimulatedNode node)
    {
        foreach (var observer in _observers) observer.Crashing(node);
    }

    public override void Stepped(SimulatedNode node, in NodeView before)
    {
        foreach (var observer in _observers) observer.Stepped(node, before);
    }

    public override void Emitted(SimulatedNode node, Effect effect)
    {
        foreach (var observer in _observers) observer.Emitted(node, effect);
    }

    public override void Persisted(SimulatedNode node, Write write, int entries)
    {
        foreach (var observer in _observers) observer.Persisted(node, write, entries);
    }

    public override void Rotted(SimulatedNode node, LogIndex index)
    {
        foreach (var observer in _observers) observer.Rotted(node, index);
    }

    public override void Applied(SimulatedNode node, Entry entry)
    {
        foreach (var observer in _observers) observer.Applied(node, entry);
    }

    public override void Installed(SimulatedNode node, SnapshotDescription snapshot)
    {
        foreach (var observer in _observers) observer.Installed(node, snapshot);
    }

    public override void Called(SimulatedNode node, Operation operation)
    {
        foreach (var observer in _observers) observer.Called(node, operation);
    }

    public override void Answered(SimulatedNode node, Operation operation, LogPosition position)
    {
        foreach (var observer in _observers) observer.Answered(node, operation, position);
    }

    public override void HistoryClosed(ObjectId target, IReadOnlyList<Operation> history)
    {
        foreach (var observer in _observers) observer.HistoryClosed(target, history);
    }

    public override void Converged(SimulatedCluster cluster)
    {
        foreach (var observer in _observers) observer.Converged(cluster);
    }
}
