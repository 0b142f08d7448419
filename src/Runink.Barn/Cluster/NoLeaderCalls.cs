namespace Runink.Barn;

/// <summary>For a node that is alone, where nobody else can lead.</summary>
internal sealed class NoLeaderCalls : ILeaderCalls
{
    public static NoLeaderCalls Instance { get; } = new();

    public ValueTask<LeaseState> AskLeaseAsync(ulong leader, string group, long lease, bool renews) => throw new KvErrorException(KvErrors.NoLeader);

    public ValueTask<ulong> ChangeMembersAsync(ulong leader, MemberChange change) => throw new KvErrorException(KvErrors.NoLeader);

    public ValueTask<ulong> TransferAsync(ulong leader, ulong target) => throw new KvErrorException(KvErrors.NoLeader);
}
