using System.Security.Cryptography;
using System.Buffers.Binary;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// What changes a cluster as a whole, on any member: it is done here while this member leads, else the leader is asked to. When the leader
/// changes meanwhile, the next one is asked, as long as that is safe. Thread-safe.
/// </summary>
/// <param name="node">This member.</param>
/// <param name="leader">How the leader is asked.</param>
internal sealed class ClusterControl(BarnNode node, ILeaderCalls leader)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private int _isChangingWho;

    /// <summary>The members: those of the membership in force, described as the state knows them.</summary>
    public IReadOnlyList<(KvMember Member, bool IsLearner)> Members
    {
        get
        {
            var known = node.View.Members;
            return
            [
                .. node.Status.Membership.Current.Members.Select(member => (
                    MemberList.Describe(member.Id.Value, known, node.Options.Members), member.Kind == MemberKind.Learner)),
            ];
        }
    }

    /// <summary>How much of a lease of a group is left, after a renewal or without.</summary>
    /// <exception cref="KvErrorException">It was refused.</exception>
    public ValueTask<LeaseState> AskLeaseAsync(BarnGroup group, long lease, bool renews) => AtLeaderAsync(
        () => renews ? group.KeepAliveAsync(lease) : group.TimeToLiveAsync(lease),
        id => leader.AskLeaseAsync(id, group.Name, lease, renews), of: group);

    /// <summary>Changes the membership. Returns the id of the member concerned.</summary>
    /// <exception cref="KvErrorException">It was refused.</exception>
    public ValueTask<ulong> ChangeMembersAsync(MemberChange change)
    {
        if (change.Kind is MemberChangeKind.Add or MemberChangeKind.AddLearner) change = change with { Id = NewId() };
        return AtLeaderAsync(
            () => ChangeMembersHereAsync(change), id => leader.ChangeMembersAsync(id, change),
            // The attempt before had come through, and nobody could say so.
            refused => refused == KvErrors.MemberNotFound || refused == KvErrors.MemberNotLearner, change.Id);
    }

    /// <summary>Hands leadership over. Returns who leads then.</summary>
    /// <param name="target">To whom; 0: whoever is best.</param>
    /// <exception cref="KvErrorException">It was refused.</exception>
    public ValueTask<ulong> TransferAsync(ulong target) => AtLeaderAsync(
        async () => (await node.System.TransferLeadershipAsync(new NodeId(target)).ConfigureAwait(false)).Value,
        id => leader.TransferAsync(id, target));

    /// <summary>Changes the membership if this member leads. May be asked again when it is not known what came of it.</summary>
    /// <exception cref="KvErrorException">It was refused, or this member does not lead.</exception>
    public async ValueTask<ulong> ChangeMembersHereAsync(MemberChange change)
    {
        switch (change.Kind)
        {
            case MemberChangeKind.Add:
                await AloneAsync(() => AddAsync(change, MembershipOperation.AddVoter)).ConfigureAwait(false);
                break;
            case MemberChangeKind.AddLearner:
                await AloneAsync(() => AddAsync(change, MembershipOperation.AddLearner)).ConfigureAwait(false);
                break;
            case MemberChangeKind.Promote:
                if (Find(change.Id) is { Kind: not MemberKind.Learner }) throw new KvErrorException(KvErrors.MemberNotLearner);
                await ChangeAsync(MembershipOperation.Promote, Required(change.Id)).ConfigureAwait(false);
                break;
            case MemberChangeKind.Remove:
                await AloneAsync(() => RemoveAsync(change.Id)).ConfigureAwait(false);
                break;
            default:
                await UpdateAsync(change).ConfigureAwait(false);
                break;
        }

        return change.Id;
    }

    /// <summary>What takes a step in the table and one in the membership is done by one at a time, as the membership itself demands.</summary>
    private async ValueTask AloneAsync(Func<ValueTask> change)
    {
        if (Interlocked.Exchange(ref _isChangingWho, 1) != 0) throw new KvErrorException(KvErrors.Unhealthy);
        try
        {
            await change().ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isChangingWho, 0);
        }
    }

    private async ValueTask AddAsync(MemberChange change, MembershipOperation operation)
    {
        if (node.View.Members.Find(change.Id) is null)
        {
            if (Members.Any(other => other.Member.PeerUrls.Intersect(change.PeerUrls).Any())) throw new KvErrorException(KvErrors.PeerUrlExists);
            await ForgetLeftoversAsync(change.PeerUrls).ConfigureAwait(false);
            var member = new KvMember(change.Id, "", ClusterFormation.Sorted(change.PeerUrls), []);
            await ProposeAsync(new MemberAddCommand(member)).ConfigureAwait(false);
        }

        if (Find(change.Id) is not null) return;
        try
        {
            await ChangeAsync(operation, change.Id).ConfigureAwait(false);
        }
        catch (KvErrorException refused) when (IsSure(refused.Error))
        {
            await ProposeAsync(new MemberForgetCommand(change.Id)).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Takes out of the table who has these URLs and is no member: a change of which only one step was taken, which nobody will finish,
    /// as the list of members does not show it.
    /// </summary>
    private async ValueTask ForgetLeftoversAsync(IReadOnlyList<string> urls)
    {
        foreach (var known in node.View.Members.All)
        {
            if (Find(known.Id) is null && known.PeerUrls.Intersect(urls).Any())
                await ProposeAsync(new MemberForgetCommand(known.Id)).ConfigureAwait(false);
        }
    }

    private async ValueTask UpdateAsync(MemberChange change)
    {
        var (id, urls) = (Required(change.Id), ClusterFormation.Sorted(change.PeerUrls));
        // A founder enters the table when it first serves, which it may be unable to do at the URLs that it began with.
        if (node.View.Members.Find(id) is null && await TryIntroduceAsync(id, urls).ConfigureAwait(false)) return;
        await ProposeAsync(new MemberUpdateCommand(id, urls)).ConfigureAwait(false);
    }

    /// <summary>Puts a founder into the table under its configured name, unless it does so itself at the same moment.</summary>
    private async ValueTask<bool> TryIntroduceAsync(ulong id, IReadOnlyList<string> urls)
    {
        try
        {
            var known = MemberList.Describe(id, node.View.Members, node.Options.Members);
            await ProposeAsync(new MemberAddCommand(known with { PeerUrls = urls })).ConfigureAwait(false);
            return true;
        }
        catch (KvErrorException refused) when (refused.Error == KvErrors.MemberExists)
        {
            return false;
        }
    }

    private async ValueTask RemoveAsync(ulong id)
    {
        if (Find(id) is null && node.View.Members.Find(id) is null) throw new KvErrorException(KvErrors.MemberNotFound);
        if (id == node.Options.MemberId && Find(id) is not null && HasOtherVoter(id))
        {
            // Once out of the membership it could not take itself out of the table: whoever leads next does both.
            await node.System.TransferLeadershipAsync(NodeId.None).ConfigureAwait(false);
            throw new KvErrorException(KvErrors.NotLeader);
        }

        if (Find(id) is not null) await ChangeAsync(MembershipOperation.Remove, id).ConfigureAwait(false);
        await GroupsFollowAsync(id).ConfigureAwait(false);
        await ProposeAsync(new MemberForgetCommand(id)).ConfigureAwait(false);
    }

    /// <summary>Waits until no group counts on a member any more: once it is forgotten nobody speaks to it.</summary>
    private async ValueTask GroupsFollowAsync(ulong id)
    {
        var started = TimeProvider.System.GetTimestamp();
        // What is being loaded here does not say yet whom it counts on.
        while (node.GroupCount <= node.View.Groups.All.Count
            || node.Groups.Any(group => !group.IsSystem && group.Status.Membership.Contains(new NodeId(id))))
        {
            if (TimeProvider.System.GetElapsedTime(started) >= node.Options.RequestTimeout) throw new KvErrorException(KvErrors.Timeout);
            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    private async ValueTask ChangeAsync(MembershipOperation operation, ulong id) =>
        await node.System.ChangeMembershipAsync(MembershipChange.One(operation, new NodeId(id))).ConfigureAwait(false);

    private Member? Find(ulong id) => node.Status.Membership.Current.Find(new NodeId(id));

    private bool HasOtherVoter(ulong id) => node.Status.Membership.Current.Members.Any(other => other.Votes && other.Id.Value != id);

    private ulong Required(ulong id) => Find(id) is not null ? id : throw new KvErrorException(KvErrors.MemberNotFound);

    private static ulong NewId() => BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private async ValueTask ProposeAsync(MemberCommand command)
    {
        var result = await node.ProposeAsync(command).ConfigureAwait(false);
        if (result.Error is { } error) throw new KvErrorException(error);
    }

    /// <param name="here">Does it while this member leads.</param>
    /// <param name="there">Asks another leader to.</param>
    /// <param name="means">Whether a refusal means, after an attempt without an outcome, that this had come through.</param>
    /// <param name="done">The answer then.</param>
    /// <param name="of">Of which group the leader is asked; null: of the platform's.</param>
    private async ValueTask<T> AtLeaderAsync<T>(
        Func<ValueTask<T>> here, Func<ulong, ValueTask<T>> there, Func<KvError, bool>? means = null, T? done = default,
        BarnGroup? of = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var isOpen = false; ;)
        {
            var leading = (of ?? node.System).Status.Leader;
            try
            {
                if (leading == node.Options.MemberId) return await here().ConfigureAwait(false);
                if (leading != 0) return await there(leading).ConfigureAwait(false);
            }
            catch (KvErrorException refused) when (isOpen && means?.Invoke(refused.Error) == true)
            {
                return done!;
            }
            catch (KvErrorException refused) when (MayAskAgain(refused.Error) || (refused.Error == KvErrors.Stopped && leading != node.Options.MemberId))
            {
                isOpen |= refused.Error != KvErrors.NotLeader;
            }

            if (TimeProvider.System.GetElapsedTime(started) >= node.Options.RequestTimeout)
                throw new KvErrorException(isOpen ? KvErrors.Timeout : KvErrors.NoLeader);
            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    /// <summary>Whether another leader may know more, as when this one stops. All that is asked may be asked twice.</summary>
    private static bool MayAskAgain(KvError error) =>
        error == KvErrors.NotLeader || error == KvErrors.LeaderChanged || error == KvErrors.TimeoutDueToConnectionLost;

    /// <summary>Whether the error means that nothing has happened.</summary>
    private static bool IsSure(KvError error) =>
        error == KvErrors.NotLeader || error == KvErrors.MemberNotEnoughStarted || error == KvErrors.Unhealthy || error == KvErrors.LearnerNotReady;
}
