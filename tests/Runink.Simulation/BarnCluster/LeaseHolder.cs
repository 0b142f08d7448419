using System.Text;
using Runink.Barn;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Takes out a lease, puts a key under it and keeps it alive at whoever says that it leads, for a while; then it lets the lease end
/// and takes out the next.
/// </summary>
internal sealed class LeaseHolder : IEventTarget
{
    private const int EndsPerMillion = 50_000;

    private readonly BarnCluster _cluster;
    private readonly LeaseLedger _ledger;
    private readonly Prng _chance;
    private readonly int _number;
    private long _lease;
    private long _ttl;
    private long _turn;
    private int _taken;

    public LeaseHolder(BarnCluster cluster, LeaseLedger ledger, int number)
    {
        (_cluster, _ledger, _number, _chance) = (cluster, ledger, number, cluster.World.Fork());
        Later(cluster.Plan.Load.ThinkNanoseconds);
    }

    /// <summary>Whether it lets go of its lease and takes no other.</summary>
    public bool IsRetired { get; set; }

    public bool Handle(in ScheduledEvent happening)
    {
        if (happening.Number != _turn) return false;
        if (_lease == 0) Grant();
        else if (IsRetired || _chance.Chance(EndsPerMillion)) LetGo();
        else Renew();
        return true;
    }

    private void Grant()
    {
        if (IsRetired) return;
        if (_cluster.Pick() is not { Core: { } core } machine)
        {
            Later(_cluster.Plan.TickNanoseconds);
            return;
        }

        var (turn, asked, ttl) = (Wait(), _ledger.Now, _chance.Between(1, 3));
        var grant = new LeaseGrantCommand((_number * 1_000_000L) + 2_000_000 + ++_taken, ttl);
        machine.Ask(core.Sys.Prepare(grant), answer =>
        {
            if (!answer.IsCompletedSuccessfully || answer.Result.Error is not null) return;
            _ledger.Granted(grant.Id, ttl, asked, machine.Core!.Machine.View);
            if (turn != _turn) return;
            (_lease, _ttl) = (grant.Id, ttl);
            var key = Encoding.ASCII.GetBytes($"b/{_number}/{_taken}");
            machine.Ask(machine.Core.Sys.Prepare(new PutCommand(key, key, _lease)), _ => { });
            Later(PauseNanoseconds);
        });
    }

    private void Renew()
    {
        // Also one that only thinks that it leads may be asked.
        var leaders = _cluster.Running.Where(machine => machine.Value.Core!.Raft.Role == Role.Leader).ToList();
        if (leaders.Count == 0)
        {
            Later(PauseNanoseconds);
            return;
        }

        var machine = leaders[_chance.Below(leaders.Count)].Value;
        var (turn, asked, lease) = (Wait(), _ledger.Now, _lease);
        machine.Ask(new LeaseQuestion(machine.Core!.Sys, lease, renews: true), answer =>
        {
            var isGone = false;
            if (answer.IsCompletedSuccessfully)
            {
                _ = answer.Result;
                _ledger.Renewed(lease, asked);
            }
            else
            {
                isGone = ErrorOf(answer) == KvErrors.LeaseNotFound;
                if (isGone) _ledger.Gone(lease);
            }

            if (turn != _turn) return;
            if (isGone) LetGo();
            else Later(PauseNanoseconds);
        });
    }

    private long PauseNanoseconds => _ttl * 1_000_000_000 / 3;

    private static KvError? ErrorOf(ValueTask<LeaseState> answer)
    {
        try
        {
            _ = answer.GetAwaiter().GetResult();
            return null;
        }
        catch (KvErrorException refused)
        {
            return refused.Error;
        }
    }

    private void LetGo()
    {
        _lease = 0;
        Later(_cluster.Plan.Load.ThinkNanoseconds);
    }

    /// <summary>An answer that takes too long is not waited for.</summary>
    private long Wait()
    {
        Later(2 * _cluster.Plan.RequestNanoseconds);
        return _turn;
    }

    private void Later(long nanoseconds) => _cluster.World.Schedule(_chance.Spread(nanoseconds), this, kind: 0, ++_turn);
}
