namespace Runink.Barn;

/// <summary>What only a leader can do, asked of it by another member. Thread-safe.</summary>
internal interface ILeaderCalls
{
    /// <summary>How much of a lease is left, after a renewal or without.</summary>
    /// <exception cref="KvErrorException">It was refused, or the leader does not answer.</exception>
    ValueTask<LeaseState> AskLeaseAsync(ulong leader, string group, long lease, bool renews);

    /// <summary>Changes the membership. Returns the id of the member concerned.</summary>
    /// <exception cref="KvErrorException">It was refused, or the leader does not answer.</exception>
    ValueTask<ulong> ChangeMembersAsync(ulong leader, MemberChange change);

    /// <summary>Hands leadership over. Returns who leads then.</summary>
    /// <exception cref="KvErrorException">It was refused, or the leader does not answer.</exception>
    ValueTask<ulong> TransferAsync(ulong leader, ulong target);
}
