using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// A client whose history is judged: one operation on an object at a time, at any node. What was refused for sure it asks again,
/// somewhere else; what it had no answer to, or one that says nothing, it gives up.
/// </summary>
internal sealed class ObjectClient : IEventTarget
{
    private const int AskEvent = 0;
    private const int ImpatienceEvent = 1;
    private const int StaysPerMillion = 800_000;

    private readonly BarnCluster _cluster;
    private readonly Workload _workload;
    private readonly History _history;
    private readonly int _number;
    private readonly string _group;
    private readonly Prng _chance;
    private readonly long _patience;
    private BarnMachine? _machine;
    private Operation? _current;
    private KeyVersion? _seen;
    private bool _hasLooked;
    private bool _isAsked;
    private bool _mayBeDone;

    public ObjectClient(BarnCluster cluster, Workload workload, History history, int number, string group = KvGroups.System)
    {
        (_cluster, _workload, _history, _number, _chance) = (cluster, workload, history, number, cluster.World.Fork());
        _group = group;
        _patience = 3 * cluster.Plan.RequestNanoseconds;
        AskLater();
    }

    /// <summary>Changes that were acknowledged to this client.</summary>
    public long Changes { get; private set; }

    /// <summary>Reads that were answered.</summary>
    public long Reads { get; private set; }

    /// <summary>Whether it begins nothing more.</summary>
    public bool IsRetired { get; set; }

    public bool IsIdle => _current is null;

    private long Number => _current?.Command.Sequence ?? 0;

    public bool Handle(in ScheduledEvent happening)
    {
        if (happening.Number != Number) return false;
        if (happening.Kind == ImpatienceEvent) GiveUp();
        else if (!_isAsked) Ask();
        return true;
    }

    private void Ask()
    {
        if (_current is null)
        {
            if (IsRetired) return;
            Begin();
        }

        if (_machine is not { Core: not null } || !_chance.Chance(StaysPerMillion)) _machine = _cluster.Pick();
        if (_machine is not { Core: { } core } machine || core.Groups.Find(_group) is not { } group)
        {
            _machine = null;
            AskLater();
            return;
        }

        _isAsked = true;
        var command = _current!.Command;
        if (!command.IsRead)
        {
            if (ObjectCalls.NeedsLook(command) && !_hasLooked)
                (_seen, _hasLooked) = (group.Machine.View.Find(ObjectCalls.KeyOf(command)), true);
            _mayBeDone = true;
            Propose(machine, group, ObjectCalls.Change(command, _seen), Changed);
        }
        else if (_chance.Below(4) == 0) Propose(machine, group, ObjectCalls.ReadCommand(command), result => Answer(ObjectCalls.Read(command, result)));
        else Read(machine, group);
    }

    private void Begin()
    {
        _current = new Operation(_workload.Next(_number), _cluster.World.Steps);
        (_seen, _hasLooked, _mayBeDone) = (null, false, false);
        _history.Begin(_current);
        _cluster.World.Schedule(_patience, this, ImpatienceEvent, Number);
    }

    private void Read(BarnMachine machine, Group group)
    {
        var asked = Number;
        var ledger = _cluster.LedgerOf(group);
        var acknowledged = ledger.Acknowledged;
        machine.ReadLinearizably(group, answer =>
        {
            if (asked != Number) return;
            _isAsked = false;
            if (answer.IsCompletedSuccessfully)
            {
                ledger.Read(answer.Result, acknowledged);
                Answer(ObjectCalls.Read(_current!.Command, answer.Result));
            }
            else AskElsewhere();
        });
    }

    private void Propose(BarnMachine machine, Group group, KvCommand command, Action<KvResult> done)
    {
        var asked = Number;
        machine.Ask(group.Prepare(command), answer =>
        {
            // Of what was given up nobody wants to know any more, but what was acknowledged must be there.
            var result = answer.IsCompletedSuccessfully ? answer.Result : null;
            if (result is { Error: null }) _cluster.LedgerOf(group).Acknowledge(result.Revision);
            if (asked != Number) return;
            _isAsked = false;
            if (result is { Error: null }) done(result);
            else if (result is not null && IsSure(result.Error!))
            {
                _mayBeDone = false;
                AskElsewhere();
            }
            else if (_current!.Command.IsRead) AskElsewhere();
            else GiveUp();
        });
    }

    /// <summary>Whether the error says that nothing was and will be done.</summary>
    private static bool IsSure(KvError error) =>
        error == KvErrors.TooManyRequests || error == KvErrors.NoSpace || error == KvErrors.NoLeader;

    private void Changed(KvResult result)
    {
        if (ObjectCalls.Changed(_current!.Command, result, ref _seen) is { } reply) Answer(reply);
        else
        {
            _mayBeDone = false;
            AskLater();
        }
    }

    private void Answer(Reply reply)
    {
        var operation = _current!;
        operation.Answer(reply, _cluster.World.Steps);
        if (operation.Command.IsRead) Reads++;
        else Changes++;
        _workload.Learn(operation.Command, reply);
        _history.Return(operation);
        Finish();
    }

    private void GiveUp()
    {
        var operation = _current!;
        if (_mayBeDone) _history.Abandon(operation);
        else _history.Withdraw(operation);
        Finish();
    }

    private void Finish()
    {
        (_current, _isAsked) = (null, false);
        AskLater();
    }

    private void AskElsewhere()
    {
        _machine = null;
        AskLater();
    }

    private void AskLater() => _cluster.World.Schedule(_chance.Spread(_cluster.Plan.Load.ThinkNanoseconds), this, AskEvent, Number);
}
