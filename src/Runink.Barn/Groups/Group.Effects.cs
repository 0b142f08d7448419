using Runink.Raft;

namespace Runink.Barn;

/// <summary>What the core asks of its host is carried out here, in its order.</summary>
internal sealed partial class Group
{
    private readonly List<Effect> _effects = [];
    private NodeId _lastLeader;
    private StatePhotograph? _photograph;

    /// <summary>Carries out what the inputs of this turn gave rise to, until nothing more follows.</summary>
    public void Drain()
    {
        while (true)
        {
            _effects.Clear();
            Raft.TakeEffects(_effects);
            if (_effects.Count == 0) break;
            foreach (var effect in _effects) CarryOut(effect);
        }

        if (_photograph is null && _snapshots.TakeDue(Machine.View.Bytes)) Photograph();
    }

    /// <summary>After the state was published: reads that waited for it get it.</summary>
    public void AnswerReads()
    {
        while (_readsToApply.TryPeek(out var read, out var index) && index <= Raft.AppliedIndex.Value)
        {
            _readsToApply.Dequeue();
            Settle(read, Machine.View);
        }
    }

    private void CarryOut(Effect effect)
    {
        if (_storage.Add(Id, effect)) return;
        switch (effect)
        {
            case Apply apply:
                var bytes = 0L;
                foreach (var entry in apply.Entries)
                {
                    ApplyEntry(entry);
                    bytes += entry.Size;
                }

                _snapshots.Applied(apply.Entries.Count, bytes);
                Raft.Applied(apply.Entries[^1].Index);
                break;
            case ReadReady ready:
                if (_reads.Take(Number(ready.Context)) is { } read) _readsToApply.Enqueue(read, ready.Index.Value);
                break;
            case ReadRefused refused:
                if (_reads.Take(Number(refused.Context)) is { } unread) Refuse(unread, ErrorOf(refused.Reason));
                break;
            case ProposalRefused refused:
                if (_proposals.Take(Number(refused.Context)) is { } proposal) Refuse(proposal, ErrorOf(refused.Reason));
                break;
            case TakeSnapshot:
                Photograph();
                break;
            default:
                Notice(effect);
                break;
        }
    }

    private void Notice(Effect effect)
    {
        switch (effect)
        {
            case RoleChanged role:
                if (role.Leader != NodeId.None && role.Leader != _lastLeader) LeaderChanges++;
                if (role.Leader != NodeId.None) _lastLeader = role.Leader;
                break;
            case Send or ChangeRefused or TransferEnded:
                throw new InvalidOperationException($"a group of one node gave rise to \"{effect}\"");
        }
    }

    private void ApplyEntry(Entry entry)
    {
        if (entry.Kind != EntryKind.Command)
        {
            Machine.Skip(entry.Index);
            return;
        }

        var envelope = KvCommandCodec.Decode(entry.Command);
        var result = Machine.Apply(entry.Index, envelope);
        if (envelope.Origin == Origin && _proposals.Take(envelope.Sequence) is { } proposal) Settle(proposal, result);
        Applied?.Invoke(envelope.Command, result);
    }

    /// <summary>Hears of every command that was applied, and of its result.</summary>
    public Action<KvCommand, KvResult>? Applied { get; init; }

    /// <summary>Hands the state as it is now to the storage, which writes it while this goes on.</summary>
    public void Photograph()
    {
        Machine.Publish();
        _photograph?.Dispose();
        _photograph = new StatePhotograph(Machine);
        _storage.TakeSnapshot(Id, Raft.DescribeSnapshot(Raft.AppliedIndex), _photograph);
    }

    /// <summary>The storage is done with the photograph, one way or the other.</summary>
    public void Photographed()
    {
        _photograph?.Dispose();
        _photograph = null;
    }

    private static long Number(ulong context) => (long)(context & ((1UL << 40) - 1));

    private static KvError ErrorOf(RefusalReason reason) => reason switch
    {
        RefusalReason.Busy => KvErrors.TooManyRequests,
        RefusalReason.TooLarge => KvErrors.RequestTooLarge,
        RefusalReason.LeaderChanged or RefusalReason.Transferring => KvErrors.LeaderChanged,
        RefusalReason.TimedOut => KvErrors.Timeout,
        _ => KvErrors.NoLeader,
    };
}
