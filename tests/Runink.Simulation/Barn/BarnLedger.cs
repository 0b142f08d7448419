using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// What has been published or acknowledged, over all nodes and all their lives. Whatever was once applied was durable before, so it
/// is the same everywhere and for ever: each revision has one content, and each entry of the log leads to one state. Clients never
/// give a key the same value twice, so each put stands in one revision.
/// </summary>
internal sealed class BarnLedger
{
    private readonly Dictionary<long, UInt128> _contents = [];
    private readonly Dictionary<long, UInt128> _states = [];
    private readonly Dictionary<ulong, long> _puts = [];

    /// <summary>The newest revision that somebody was told of.</summary>
    public long Acknowledged { get; private set; } = 1;

    /// <summary>Whose history it is.</summary>
    public string Of { get; init; } = "the platform";

    public long Revisions => _contents.Count;

    public long Checked { get; private set; }

    /// <summary>Looks at every state that a node published.</summary>
    public Action<KvView>? Publishing { get; set; }

    /// <summary>A node published a state.</summary>
    public void Published(KvView view)
    {
        var state = view.StateHash();
        if (!_states.TryAdd(view.AppliedIndex.Value, state) && _states[view.AppliedIndex.Value] != state)
            throw new ViolationException("Replayed state", $"after entry {view.AppliedIndex} of {Of} the state is another one than elsewhere or before");
        Checked++;
        Publishing?.Invoke(view);
    }

    /// <summary>A revision as a node published it.</summary>
    public void Saw(KvView view, long revision)
    {
        if (BarnContents.Of(view, revision) is { } content) Saw(revision, content);
        var changes = view.Log[revision];
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].IsTombstone || _puts.TryAdd(changes[i].Digest, revision) || _puts[changes[i].Digest] == revision) continue;
            throw new ViolationException("Exactly once", $"revisions {_puts[changes[i].Digest]} and {revision} hold the same put");
        }
    }

    /// <summary>A revision as somebody was shown it.</summary>
    public void Saw(long revision, UInt128 content)
    {
        if (_contents.TryAdd(revision, content)) return;
        Checked++;
        if (_contents[revision] != content)
            throw new ViolationException("One content for a revision", $"revision {revision} holds something else than before");
    }

    /// <summary>A client was told that its change is done.</summary>
    public void Acknowledge(long revision) => Acknowledged = Math.Max(Acknowledged, revision);

    /// <summary>Somebody read a state that must hold everything acknowledged when they asked.</summary>
    public void Read(KvView view, long acknowledgedBefore)
    {
        Checked++;
        if (view.Revision < acknowledgedBefore)
            throw new ViolationException("Reads are fresh", $"a read sees revision {view.Revision}, and {acknowledgedBefore} was acknowledged");
    }

    /// <summary>The node serves again after a crash.</summary>
    public void Recovered(KvView view)
    {
        Checked++;
        if (view.Revision < Acknowledged)
            throw new ViolationException("No acknowledged write lost", $"the node recovered revision {view.Revision} of {Acknowledged}");
    }
}
