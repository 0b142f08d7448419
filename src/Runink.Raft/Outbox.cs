namespace Runink.Raft;

/// <summary>
/// Collects what the handlers ask of the host until it is taken. A statement becomes an effect at once; a promise is held back
/// for the writes that make it true, and the types leave no other way.
/// </summary>
internal sealed class Outbox
{
    private List<Promise> _promises = [];

    public List<Effect> Effects { get; private init; } = [];

    /// <summary>Who the host believes leads, and in what role this node is.</summary>
    public RoleChanged? Announced { get; private set; }

    /// <summary>The term and vote that storage has, or will have.</summary>
    public (Term Term, NodeId VotedFor) Saved { get; set; }

    public bool HasPromises => _promises.Count > 0;

    public void Send(Statement statement) => Effects.Add(new Send(statement));

    /// <summary>Sends the promise once everything is durable that this node knows when the effects are taken.</summary>
    public void SendWhenDurable(Promise promise) => _promises.Add(promise);

    public void Add(Effect effect) => Effects.Add(effect);

    /// <summary>Sends a promise whose writes are durable.</summary>
    public void Release(Promise promise) => Effects.Add(new Send(promise));

    /// <summary>Puts the promises of this step behind the writes of this step.</summary>
    public void HoldBackPromises(PendingWrites writes)
    {
        foreach (var promise in _promises) writes.HoldBack(promise);
        _promises.Clear();
    }

    public void Announce(NodeState node)
    {
        if (Announced is { } last && last.Role == node.Role && last.Term == node.Term && last.Leader == node.Leader) return;
        Announced = new RoleChanged(node.Role, node.Term, node.Leader);
        Effects.Add(Announced);
    }

    public Outbox Clone() => new() { Effects = [.. Effects], _promises = [.. _promises], Announced = Announced, Saved = Saved };
}
