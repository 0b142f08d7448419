using System.Buffers.Binary;
using System.Text;
using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// A client: one call at a time, of every kind, to whatever node it finds. It knows what it was told, and looks whether the node
/// keeps to it.
/// </summary>
internal sealed class BarnClient : IEventTarget
{
    private const int CallEvent = 0;
    private const int ImpatienceEvent = 1;
    private const long PatienceNanoseconds = 8_000_000_000;

    private readonly World _world;
    private readonly BarnLoad _load;
    private readonly Func<BarnMachine?> _choose;
    private readonly BarnLedger _ledger;
    private readonly Prng _chance;
    private long _call;
    private long _lease;

    public BarnClient(World world, BarnLoad load, Func<BarnMachine?> choose, BarnLedger ledger)
    {
        (_world, _load, _choose, _ledger, _chance) = (world, load, choose, ledger, world.Fork());
        Next();
        _world.Schedule(PatienceNanoseconds, this, ImpatienceEvent, _call);
    }

    /// <summary>Changes that were acknowledged to this client.</summary>
    public long Changes { get; private set; }

    public long Reads { get; private set; }

    /// <summary>Whether it makes no more calls.</summary>
    public bool IsRetired { get; set; }

    public bool Handle(in ScheduledEvent happening)
    {
        if (happening.Kind == ImpatienceEvent) _world.Schedule(PatienceNanoseconds, this, ImpatienceEvent, _call);
        // Without an answer for so long, the call is given up and another made.
        if (happening.Number != _call || IsRetired) return false;
        _call++;
        if (_choose() is not { Core: not null } machine)
        {
            Next();
            return false;
        }

        if (_chance.Below(4) == 0) Read(machine, _call);
        else Change(machine, _call);
        return true;
    }

    private void Change(BarnMachine machine, long call)
    {
        var command = Command(machine.Core!.Machine.View);
        machine.Ask(machine.Core.Sys.Prepare(command), answer =>
        {
            if (answer.IsCompletedSuccessfully && answer.Result is { Error: null } result) Acknowledged(machine, command, result);
            Answered(call);
        });
    }

    private void Acknowledged(BarnMachine machine, KvCommand command, KvResult result)
    {
        Changes++;
        _ledger.Acknowledge(result.Revision);
        var view = machine.Core!.Machine.View;
        if (result.Revision > view.Revision)
            throw new ViolationException("Published before told", $"revision {result.Revision} was told, {view.Revision} is published");
        if (command is LeaseGrantCommand grant) _lease = grant.Id;
        // What a put wrote is what its revision holds.
        if (command is not PutCommand { Lease: 0 } put || view.Log[result.Revision] is not { Count: 1 } changes) return;
        if (!changes[0].Key.Span.SequenceEqual(put.Key.Span) || !changes[0].Value.Span.SequenceEqual(put.Value.Span))
            throw new ViolationException("Acknowledged means written", $"revision {result.Revision} is not the put that it was told for");
    }

    private void Read(BarnMachine machine, long call)
    {
        var acknowledged = _ledger.Acknowledged;
        machine.ReadLinearizably(answer =>
        {
            if (answer.IsCompletedSuccessfully) Read(answer.Result, acknowledged);
            Answered(call);
        });
    }

    private void Read(KvView view, long acknowledged)
    {
        Reads++;
        _ledger.Read(view, acknowledged);
        var count = view.Range(new RangeQuery(Key(0), new byte[] { 0 }) { CountOnly = true }).Count;
        if (count > _load.Keys) throw new ViolationException("Range", $"{count} keys are there of {_load.Keys}");
    }

    private void Answered(long call)
    {
        if (call == _call) Next();
    }

    private void Next() => _world.Schedule(_chance.Spread(_load.ThinkNanoseconds), this, CallEvent, _call);

    private KvCommand Command(KvView view)
    {
        var key = Key(_chance.Below(_load.Keys));
        return _chance.Below(20) switch
        {
            0 => new DeleteRangeCommand(key),
            1 => new DeleteRangeCommand(Key(0), Key(_chance.Below(_load.Keys)), PrevKv: true),
            2 => new CompactCommand(Math.Max(1, view.Revision - _chance.Below(50))),
            3 => new LeaseGrantCommand(_chance.Between(1, 1_000_000), _chance.Between(1, 5)),
            4 => new PutCommand(key, Value(), _lease),
            5 or 6 => new TxnCommand(
                [new KvCompare(KvCompareTarget.Version, KvCompareResult.Greater, key, Number: 0)],
                [new PutCommand(key, Value()), new RangeQuery(Key(0), new byte[] { 0 })],
                [new PutCommand(key, Value())]),
            _ => new PutCommand(key, Value()),
        };
    }

    private byte[] Value()
    {
        var value = new byte[sizeof(ulong) + _chance.Below(_load.ValueBytes)];
        BinaryPrimitives.WriteUInt64LittleEndian(value, _chance.Next());
        return value;
    }

    private static byte[] Key(int number) => Encoding.ASCII.GetBytes($"k{number:D3}");
}
