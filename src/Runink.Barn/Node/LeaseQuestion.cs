using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// A question for the clock of leases, and whoever waits for the answer. Only a leader's clock counts, and only a majority knows
/// whether this node still was the leader when it was asked.
/// </summary>
internal sealed class LeaseQuestion(Group group, long lease, bool renews) : Outcome<LeaseState>, IConfirmable
{
    private Term _term;
    private LeaseState _state;
    private KvError? _error;

    public long Lease => lease;

    /// <summary>Whether the lease lives for its whole time again from now on.</summary>
    public bool Renews => renews;

    public long Deadline { get; set; }

    public override void Run() => group.Answer(this);

    /// <summary>What this node's clock says, as the leader of a term.</summary>
    public void Answer(Term term, LeaseState state, KvError? error) => (_term, _state, _error) = (term, state, error);

    public void Confirmed(Group by)
    {
        // When the clock was asked first, something that others had acknowledged may not have been applied here: now it is. As a follower it
        // would have been confirmed that another leads.
        var asked = _term;
        if (!by.AskClock(this) || asked != _term) by.Refuse(this, KvErrors.NotLeader);
        else if (_error is { } error) by.Refuse(this, error);
        else by.Settle(this, _state);
    }

    public void Refused(Group by, KvError reason) => by.Refuse(this, reason);
}
