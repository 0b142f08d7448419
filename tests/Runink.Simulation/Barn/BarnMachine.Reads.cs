using Runink.Barn;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Linearizable reads, by a lease where the node has one, and what must hold for messages while it has.</summary>
internal sealed partial class BarnMachine
{
    /// <summary>Reads as the node's services do: at once while it is sure to be the only leader, else it asks the group.</summary>
    public void ReadLinearizably(Action<ValueTask<KvView>> answered) => ReadLinearizably(Core!.Sys, answered);

    /// <summary>Reads from a group as the node's services do.</summary>
    public void ReadLinearizably(Group group, Action<ValueTask<KvView>> answered)
    {
        if (IsPaused)
        {
            // Its thread may be the first to run when the process goes on, before the node knows what happened meanwhile.
            var read = new PendingRead(group);
            _questions.Add(read, answered);
            var delay = _pausedUntil - _world.Now + (_chance.Coin() ? 0 : _chance.Between(0, MostReadingNanoseconds));
            _world.Schedule(delay, this, ReadEvent, Life, () => GoOn(read, group));
        }
        else if (ReadsByLease(group)) answered(new(group.Machine.View));
        else Ask(new PendingRead(group), answered);
    }

    private void GoOn(PendingRead read, Group group)
    {
        if (!ReadsByLease(group))
        {
            Post(read.Run);
            return;
        }

        read.Decide(group.Machine.View);
        Tell([read]);
    }

    private bool ReadsByLease(Group group)
    {
        if (Now >= group.ServesAloneUntil) return false;
        LeaseReads++;
        group.CountLeaseRead();
        return true;
    }

    /// <summary>
    /// A message leaves in the midst of a turn: others may act on it while this node's readers still go by what it published last.
    /// </summary>
    public void Leaves(Message message)
    {
        if (Core?.Groups.Find(message.Group) is not { } group || Now >= group.ServesAloneUntil) return;
        var told = message switch
        {
            AppendRequest append => append.Commit,
            Heartbeat heartbeat => heartbeat.Commit,
            ReadIndexResponse read => read.Index,
            SnapshotChunk chunk => chunk.Snapshot.Index,
            _ => LogIndex.Zero,
        };
        if (message is not TimeoutNow && told <= group.Machine.View.AppliedIndex) return;
        throw new ViolationException("Shown here before others are told",
            $"{message} leaves, {group.Machine.View.AppliedIndex} is what readers see, and none asks");
    }
}
