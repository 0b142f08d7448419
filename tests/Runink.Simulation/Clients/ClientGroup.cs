using Runink.Raft;

namespace Runink.Simulation;

/// <summary>All clients of a cluster: finds out whom an answer of a node concerns.</summary>
public sealed class ClientGroup
{
    private const int NumberBits = 6;

    private readonly Client[] _clients;

    public ClientGroup(SimulatedCluster cluster)
    {
        Workload = new Workload(cluster.Plan.Workload, cluster.World.Fork());
        History = new History(Workload, cluster.Observers);
        _clients = [.. Enumerable.Range(0, cluster.Plan.Clients).Select(number => new Client(cluster, number))];
    }

    public Workload Workload { get; }

    public History History { get; }

    /// <summary>Whether nobody waits for anything.</summary>
    public bool AreIdle => _clients.All(client => client.Current is null);

    /// <summary>Whether every client got a change through since that was expected.</summary>
    public bool HaveAllChanged => _clients.All(client => client.HasChanged);

    public void ExpectChanges()
    {
        foreach (var client in _clients) client.HasChanged = false;
    }

    public void Start()
    {
        foreach (var client in _clients) client.Think();
    }

    /// <summary>Lets every client finish what it began, and begin nothing more.</summary>
    public void Retire()
    {
        foreach (var client in _clients) client.IsRetired = true;
    }

    /// <summary>The name of the next call of a client.</summary>
    public static ulong NextContext(ulong last, int client) => (((last >> NumberBits) + 1) << NumberBits) | (uint)client;

    public void Appended(SimulatedNode node, ProposalAppended appended) => WaitingFor(node, appended.Context)?.Appended(appended);

    public void ReadReady(SimulatedNode node, ReadReady ready) => WaitingFor(node, ready.Context)?.ReadReady(ready.Index);

    public void Refused(SimulatedNode node, ulong context, RefusalReason reason, NodeId leader)
    {
        if (WaitingFor(node, context) is not { } client) return;
        // A forwarded proposal may have reached the leader, and its answer not us.
        var unknown = !client.Current!.Command.IsRead && reason is RefusalReason.LeaderChanged or RefusalReason.TimedOut;
        if (unknown) client.GiveUp();
        else client.Refused(leader);
    }

    public void Applied(SimulatedNode node, Entry entry, Reply reply)
    {
        foreach (var client in _clients)
        {
            if (client.Asked != node) continue;
            if (entry.Kind == EntryKind.Command) client.Applied(entry, reply);
            if (client.Asked == node) client.Lost(entry);
        }
    }

    /// <summary>A snapshot took the place of entries that some may have waited for.</summary>
    public void Installed(SimulatedNode node)
    {
        foreach (var client in _clients)
            if (client.Asked == node && client.WaitsAtOrBelow(node.Machine.Applied.Index)) client.GiveUp();
    }

    public void ServeReads(SimulatedNode node)
    {
        foreach (var client in _clients)
            if (client.Asked == node) client.ServeRead();
    }

    /// <summary>A node that was asked is gone, and what it knew with it.</summary>
    public void Lost(SimulatedNode node)
    {
        foreach (var client in _clients)
            if (client.Asked == node) client.GiveUp();
    }

    private Client? WaitingFor(SimulatedNode node, ulong context)
    {
        var client = _clients[(int)(context & ((1 << NumberBits) - 1))];
        return client.WaitsFor(node, context) ? client : null;
    }
}
