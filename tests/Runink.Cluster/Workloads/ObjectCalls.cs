using Google.Protobuf;
using Runink.Protocol;
using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>
/// The objects whose histories are judged, as keys of an etcd: a register is a value, a list a value that grows by transactions on
/// its version, each element of a set a key.
/// </summary>
internal static class ObjectCalls
{
    public static string KeyOf(Command command) =>
        command.Target.Kind == ObjectKind.Set ? $"a/{command.Target}/{command.Argument}" : $"a/{command.Target}";

    public static RangeRequest Read(Command command) => new() { Key = Text.Bytes(KeyOf(command)) };

    /// <summary>A change as a transaction.</summary>
    /// <param name="command">What to change.</param>
    /// <param name="seen">What a list was at the last look.</param>
    public static TxnRequest Change(Command command, KeyValue? seen)
    {
        var key = Text.Bytes(KeyOf(command));
        var number = Text.Bytes(command.Argument);
        var absent = new Compare { Key = key, Target = Compare.Types.CompareTarget.Version, Version = 0 };
        return command.Kind switch
        {
            CommandKind.Write => Txn(null, Put(key, number)),
            CommandKind.CompareAndSwap when command.Expected == 0 => Txn(absent, Put(key, number)),
            CommandKind.CompareAndSwap => Txn(
                new Compare { Key = key, Target = Compare.Types.CompareTarget.Value, Value = Text.Bytes(command.Expected) }, Put(key, number)),
            CommandKind.Append => Txn(
                new Compare { Key = key, Target = Compare.Types.CompareTarget.Version, Version = seen?.Version ?? 0 },
                Put(key, seen is null ? number : Text.Bytes($"{seen.Value.ToStringUtf8()} {command.Argument}"))),
            CommandKind.Add => Txn(absent, Put(key, number)),
            CommandKind.Remove => Txn(
                new Compare { Key = key, Target = Compare.Types.CompareTarget.Version, Result = Compare.Types.CompareResult.Greater, Version = 0 },
                new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = key } }),
            _ => throw new ArgumentException($"{command} changes nothing", nameof(command)),
        };
    }

    public static Reply Answer(Command command, RangeResponse response)
    {
        if (command.Kind == CommandKind.Contains) return Reply.Of(response.Kvs.Count > 0);
        if (response.Kvs.Count == 0) return new Reply(ReplyStatus.Done);
        var value = response.Kvs[0].Value;
        return command.Target.Kind == ObjectKind.List
            ? new Reply(ReplyStatus.Done, List: Array.ConvertAll(value.ToStringUtf8().Split(' '), long.Parse))
            : new Reply(ReplyStatus.Done, Text.Number(value));
    }

    /// <summary>What a change answered; null when a list has changed since the look, so that nothing was done.</summary>
    public static Reply? Answer(Command command, TxnResponse response) => command.Kind switch
    {
        CommandKind.Write => new Reply(ReplyStatus.Done),
        CommandKind.Append => response.Succeeded ? new Reply(ReplyStatus.Done) : null,
        _ => Reply.Of(response.Succeeded),
    };

    private static TxnRequest Txn(Compare? condition, RequestOp change)
    {
        var txn = new TxnRequest { Success = { change } };
        if (condition is not null) txn.Compare.Add(condition);
        return txn;
    }

    private static RequestOp Put(ByteString key, ByteString value) => new() { RequestPut = new PutRequest { Key = key, Value = value } };
}
