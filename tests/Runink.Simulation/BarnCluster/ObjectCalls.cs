using System.Buffers.Binary;
using System.Text;
using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// The objects whose histories are judged, as keys: a register is a value, a list a value that grows by compare-and-swap, and each
/// element of a set a key of its own.
/// </summary>
internal static class ObjectCalls
{
    /// <summary>Whether the command is one put or delete or transaction; appending to a list takes a look at it first.</summary>
    public static bool NeedsLook(Command command) => command.Kind == CommandKind.Append;

    public static byte[] KeyOf(Command command) => Encoding.ASCII.GetBytes(
        command.Target.Kind == ObjectKind.Set ? $"a/{command.Target}/{command.Argument}" : $"a/{command.Target}");

    /// <summary>What a read is to answer, from a state.</summary>
    public static Reply Read(Command command, KvView view) => Read(command, view.Find(KeyOf(command)));

    /// <summary>What a read through the log answered.</summary>
    public static Reply Read(Command command, KvResult result) =>
        Read(command, ((RangeResult)((TxnResult)result).Responses[0]).Pairs.FirstOrDefault());

    /// <summary>A read as a command of its own.</summary>
    public static KvCommand ReadCommand(Command command) => new TxnCommand([], [new RangeQuery(KeyOf(command))], []);

    /// <summary>A change as a command.</summary>
    /// <param name="command">What to change.</param>
    /// <param name="seen">What the key was at the last look.</param>
    public static KvCommand Change(Command command, KeyVersion? seen)
    {
        var key = KeyOf(command);
        return command.Kind switch
        {
            CommandKind.Write => new PutCommand(key, Bytes(command.Argument)),
            CommandKind.CompareAndSwap => new TxnCommand(
                [command.Expected == 0
                    ? new KvCompare(KvCompareTarget.Version, KvCompareResult.Equal, key)
                    : new KvCompare(KvCompareTarget.Value, KvCompareResult.Equal, key, Value: Bytes(command.Expected))],
                [new PutCommand(key, Bytes(command.Argument))],
                []),
            CommandKind.Append => new TxnCommand(
                [new KvCompare(KvCompareTarget.Mod, KvCompareResult.Equal, key, Number: seen?.ModRevision ?? 0)],
                [new PutCommand(key, Longer(seen, command.Argument))],
                [new RangeQuery(key)]),
            CommandKind.Add => new TxnCommand(
                [new KvCompare(KvCompareTarget.Version, KvCompareResult.Equal, key)],
                [new PutCommand(key, (byte[])[.. Bytes(command.Client), .. Bytes(command.Sequence)])],
                []),
            CommandKind.Remove => new DeleteRangeCommand(key),
            _ => throw new ArgumentException($"{command} changes nothing", nameof(command)),
        };
    }

    /// <summary>What a change answered; null when it must be tried again.</summary>
    /// <param name="command">The change.</param>
    /// <param name="result">The answer.</param>
    /// <param name="seen">What the key is now, if the change must be tried again.</param>
    public static Reply? Changed(Command command, KvResult result, ref KeyVersion? seen)
    {
        switch (command.Kind)
        {
            case CommandKind.Append when result is TxnResult { Succeeded: false } missed:
                seen = ((RangeResult)missed.Responses[0]).Pairs.FirstOrDefault();
                return null;
            case CommandKind.CompareAndSwap or CommandKind.Add:
                return Reply.Of(((TxnResult)result).Succeeded);
            case CommandKind.Remove:
                return Reply.Of(((DeleteRangeResult)result).Deleted > 0);
            default:
                return new Reply(ReplyStatus.Done);
        }
    }

    private static Reply Read(Command command, KeyVersion? version)
    {
        if (command.Kind == CommandKind.Contains) return Reply.Of(version is not null);
        if (version is null) return new Reply(ReplyStatus.Done);
        var value = version.Value.Span;
        if (command.Target.Kind != ObjectKind.List) return new Reply(ReplyStatus.Done, BinaryPrimitives.ReadInt64LittleEndian(value));
        var list = new long[value.Length / sizeof(long)];
        for (var i = 0; i < list.Length; i++) list[i] = BinaryPrimitives.ReadInt64LittleEndian(value[(i * sizeof(long))..]);
        return new Reply(ReplyStatus.Done, List: list);
    }

    private static byte[] Longer(KeyVersion? list, long item) => list is null ? Bytes(item) : [.. list.Value.Span, .. Bytes(item)];

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }
}
