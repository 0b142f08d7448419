namespace Runink.Barn;

/// <summary>
/// The proposals of this life of a node that have no outcome yet. One may be handed to the core more than once, since the state
/// applies each number once: whenever another leader is known, all are handed in again, and so whoever waits never learns that a
/// leader failed. Each attempt has a name of its own, as the core demands.
/// </summary>
/// <param name="incarnation">This life of the node, above the bits of the attempts.</param>
/// <param name="bytes">How much those that somebody waits for may hold.</param>
internal sealed class PendingProposals(ulong incarnation, ByteBudget bytes)
{
    // Attempts after the first are numbered from here: first attempts have the number of their proposal.
    private const long FirstRetry = 1L << 39;
    private const ulong AttemptBits = (1UL << 40) - 1;

    private readonly Waiting<Proposal> _waiting = new();
    private readonly Dictionary<long, long> _retries = [];
    private readonly List<Proposal> _again = [];
    private long _lastRetry = FirstRetry;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Whether any was refused only because nobody could take it.</summary>
    public bool HasRefused => _again.Count > 0;

    /// <summary>Takes one in; not if too much waits. What the node proposes by itself always finds room.</summary>
    public bool TryAdd(Proposal proposal, long deadline)
    {
        if (!proposal.IsAwaited) bytes.Take(proposal.Entry.Length);
        else if (!bytes.TryTake(proposal.Entry.Length)) return false;
        _waiting.Add(proposal.Number, proposal, deadline);
        return true;
    }

    /// <summary>The name of a proposal's first attempt.</summary>
    public ulong First(Proposal proposal) => incarnation | (ulong)proposal.Number;

    /// <summary>The name of another attempt.</summary>
    public ulong Again(Proposal proposal)
    {
        _retries.Add(++_lastRetry, proposal.Number);
        return incarnation | (ulong)_lastRetry;
    }

    /// <summary>The one that this number belongs to has its outcome; null when nobody waits for it.</summary>
    public Proposal? Take(long number) => Let(_waiting.Take(number));

    /// <summary>An attempt has ended: which proposal it was for, or null when that has its outcome.</summary>
    public Proposal? EndAttempt(ulong context)
    {
        var attempt = (long)(context & AttemptBits);
        if (attempt > FirstRetry && !_retries.Remove(attempt, out attempt)) return null;
        return _waiting.Find(attempt);
    }

    /// <summary>Nobody could take it; it will be among those handed in again.</summary>
    public void Refused(Proposal proposal) => _again.Add(proposal);

    /// <summary>Those that were refused, to be handed in again.</summary>
    public IEnumerable<Proposal> TakeRefused()
    {
        var refused = _again.Where(proposal => _waiting.Find(proposal.Number) is not null).Distinct().ToList();
        _again.Clear();
        return refused;
    }

    /// <summary>All of them, the oldest first.</summary>
    public IReadOnlyList<Proposal> All() => [.. _waiting.All()];

    /// <summary>All of them, the oldest first, to be handed in again.</summary>
    public IReadOnlyList<Proposal> TakeAll()
    {
        _again.Clear();
        // What becomes of earlier attempts is not heard of any more, and does not matter.
        _retries.Clear();
        return All();
    }

    public Proposal? TakeOverdue(long now) => Let(_waiting.TakeOverdue(now));

    public Proposal? TakeOldest() => Let(_waiting.TakeOldest());

    private Proposal? Let(Proposal? taken)
    {
        if (taken is not null) bytes.Give(taken.Entry.Length);
        return taken;
    }
}
