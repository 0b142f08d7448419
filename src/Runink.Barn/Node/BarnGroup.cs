using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// One group of a running node: what services ask of it. Changes go through the group's replicated log and are durable when their result
/// comes; reads come from the state that was published last. Thread-safe. Results are told on threads of the pool.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="group">The group on it.</param>
internal sealed class BarnGroup(BarnNode node, Group group)
{
    /// <summary>Its name.</summary>
    public string Name => group.Name;

    /// <summary>Bytes that its state may take; 0: it has no quota of its own. That of the platform's is for all groups together.</summary>
    public long QuotaBytes => IsSystem ? node.Options.QuotaBytes : group.QuotaBytes;

    /// <summary>Whether it is the platform's own group.</summary>
    public bool IsSystem => group.Id == NodeCore.System;

    /// <summary>The state as it was published last. Reading from it is serializable: it may be a little old.</summary>
    public KvView View => group.Machine.View;

    /// <summary>Those who follow changes.</summary>
    public WatchHub Watches => group.Watches;

    /// <summary>How it stood on this node after its last turn.</summary>
    public GroupStatus Status => group.Status;

    /// <summary>Which group it is.</summary>
    public GroupId Id => group.Id;

    /// <summary>Ends when the group is no more.</summary>
    public Task Ended => group.Ended;

    /// <summary>
    /// Commits a command and applies it. Every refusal is a <see cref="KvResult.Error"/>; after a timeout it is not known whether
    /// the command was, or will be, applied. The command's bytes are copied before this returns.
    /// </summary>
    /// <param name="command">What to do.</param>
    /// <param name="user">On whose behalf, when authentication is on.</param>
    /// <param name="authRevision">At which revision of users and roles that user was authenticated.</param>
    public ValueTask<KvResult> ProposeAsync(KvCommand command, string? user = null, long authRevision = 0)
    {
        if (!node.Enter()) return new(new KvResult(View.Revision, KvErrors.TooManyRequests));
        var proposal = group.Prepare(command, user, authRevision);
        if (node.Post(proposal)) return proposal.Task;
        return new(new KvResult(View.Revision, KvErrors.Stopped));
    }

    /// <summary>
    /// A state that holds every change acknowledged before this call, by anyone. Completes at once while this node is sure to be
    /// the only leader.
    /// </summary>
    /// <exception cref="KvErrorException">There is no leader, or the node stops.</exception>
    public ValueTask<KvView> ReadAsync()
    {
        var until = group.ServesAloneUntil;
        if (until.Nanoseconds == long.MaxValue) return new(View);
        if (until.Nanoseconds == long.MinValue || node.Now >= until) return node.Ask(new PendingRead(group));
        group.CountLeaseRead();
        return new(View);
    }

    /// <summary>Lets a lease live for its whole time again, from now on.</summary>
    /// <exception cref="KvErrorException">There is no such lease, or no leader.</exception>
    public async ValueTask<LeaseState> KeepAliveAsync(long lease)
    {
        var state = await node.Ask(new LeaseQuestion(group, lease, renews: true)).ConfigureAwait(false);
        if (!state.IsCheckpointed) return state;
        var reset = await ProposeAsync(new LeaseCheckpointCommand([new(lease, 0)])).ConfigureAwait(false);
        return reset.Error is { } error ? throw new KvErrorException(error) : state;
    }

    /// <summary>How much of a lease's time is left.</summary>
    /// <exception cref="KvErrorException">There is no such lease, or no leader.</exception>
    public ValueTask<LeaseState> TimeToLiveAsync(long lease) => node.Ask(new LeaseQuestion(group, lease, renews: false));

    /// <summary>Changes who belongs to the group; only the leader can.</summary>
    /// <exception cref="KvErrorException">It was refused, or did not come about in time.</exception>
    public ValueTask<Membership> ChangeMembershipAsync(MembershipChange change) => node.Ask(new MembershipRequest(group, change));

    /// <summary>Hands leadership over; only the leader can. Returns who leads then.</summary>
    /// <param name="target">To whom; <see cref="NodeId.None"/>: to whoever is best.</param>
    /// <exception cref="KvErrorException">It was refused, or did not come about in time.</exception>
    public ValueTask<NodeId> TransferLeadershipAsync(NodeId target) => node.Ask(new TransferRequest(group, target));

    /// <summary>The whole state as it is now, to be written out while the node goes on, and disposed of.</summary>
    public StatePhotograph Photograph() => new(group.Machine);
}
