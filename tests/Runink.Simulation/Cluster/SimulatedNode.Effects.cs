using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// What goes out: every effect is carried out in the order of the list, and what it leads to comes back later as an input.
/// </summary>
public sealed partial class SimulatedNode : IDiskOwner<Write>
{
    private readonly List<Effect> _effects = [];
    private long _reported;
    private int _effectsLeft = int.MaxValue;
    private Action? _afterCrash;

    public void Persist(Write write)
    {
        Durable.Persist(write);
        Persisted(write, (write as Append)?.Entries.Count ?? 0);
    }

    public void PersistTorn(Write write, Prng chance)
    {
        var entries = Durable.PersistTorn(write, chance);
        if (entries > 0) Persisted(write, entries);
    }

    public void Report(Write last)
    {
        if (Status == NodeStatus.Paused) Hold(NodeEvent.Durable, last);
        else WriteCompleted(last);
    }

    /// <summary>
    /// The program ends in the midst of its work: after so many more effects, with the rest of them not carried out.
    /// </summary>
    public void CrashWithin(int effects, Action then) => (_effectsLeft, _afterCrash) = (effects, then);

    private void Persisted(Write write, int entries)
    {
        if (write is InstallSnapshot install) _installed = install;
        _cluster.Observers.Persisted(this, write, entries);
    }

    private void WriteCompleted(Write last)
    {
        _world.Trace?.Command(_world, $"write {Id} {last.Id.Value - _reported}");
        _reported = last.Id.Value;
        if (_installed is { } install) LoadInstalled(install);
        // The whole is checked before its last piece is reported, so that the core never installs what is damaged.
        if (Durable.Staged is { IsComplete: true } staged && !Durable.StagedIsSound)
        {
            _world.Trace?.Note(_world, $"{Id} finds the staged {staged.Description} damaged");
            _cluster.Tally.DamagedSnapshots++;
            Raft.StagedSnapshotFailed(staged.Description);
        }

        Raft.WriteCompleted(last.Id, Time);
        AfterInput();
    }

    private void Drain()
    {
        _effects.Clear();
        Raft.TakeEffects(_effects);
        foreach (var effect in _effects)
        {
            _world.Trace?.Effect(this, effect);
            _cluster.Observers.Emitted(this, effect);
            CarryOut(effect);
            if (--_effectsLeft > 0) continue;
            Crash();
            _afterCrash!();
            return;
        }
    }

    private void CarryOut(Effect effect)
    {
        switch (effect)
        {
            case Send send:
                _cluster.Network.Send((int)Id.Value, (int)send.Message.To.Value, send.Message);
                break;
            case Write write:
                Disk.Start(write);
                break;
            case Apply apply:
                ApplyLater(apply);
                break;
            case ReadReady ready:
                _cluster.Clients.ReadReady(this, ready);
                break;
            case ReadRefused refused:
                _cluster.Clients.Refused(this, refused.Context, refused.Reason, refused.Leader);
                break;
            case ProposalAppended appended:
                _cluster.Clients.Appended(this, appended);
                break;
            case ProposalRefused refused:
                _cluster.Clients.Refused(this, refused.Context, refused.Reason, refused.Leader);
                break;
            case TakeSnapshot:
                Photograph();
                break;
            case ReadSnapshotChunk read:
                Schedule(_chance.Spread(_plan.Disk.MeanDelay), NodeEvent.PieceRead, read);
                break;
            case DropSnapshot drop:
                Durable.Drop(drop.Snapshot);
                break;
            case CompactLog compact:
                Durable.Log.Compact(compact.Base);
                break;
            case RoleChanged role:
                _cluster.Tally.RoleChanged(role);
                break;
            case TransferEnded transfer:
                _cluster.Tally.Transfers += transfer.Succeeded ? 1 : 0;
                break;
            case ChangeRefused:
                _cluster.Tally.RefusedChanges++;
                break;
            case MembershipChanged:
                break;
            default:
                throw new InvalidOperationException($"{effect} is an effect that no host knows");
        }
    }
}
