using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// What the simulated nodes apply: a few objects, and a session for each client. Deterministic; its hash is kept up to date
/// as entries are applied.
/// </summary>
public sealed class StateMachine
{
    /// <summary>Clients that have sessions, at most.</summary>
    public const int MaxClients = 64;

    private readonly SlotState?[] _slots = new SlotState?[ObjectId.MaxPlaces];
    private readonly Session[] _sessions = new Session[MaxClients];

    /// <summary>The last entry that was applied.</summary>
    public LogPosition Applied { get; private set; }

    /// <summary>Equal states have equal hashes, however they came about; the position is not part of it.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Applies the next entry.</summary>
    /// <returns>What the client is told; nothing of meaning for an entry without a command.</returns>
    /// <exception cref="InvalidOperationException">It is not the next entry, or it has no content.</exception>
    public Reply Apply(Entry entry)
    {
        if (entry.Index != Applied.Index.Next || entry.Term < Applied.Term || entry.Kind == EntryKind.Rotten)
            throw new InvalidOperationException($"{entry} cannot be applied after {Applied}");
        Applied = new LogPosition(entry.Index, entry.Term);
        return entry.Kind == EntryKind.Command ? Execute(Command.Decode(entry.Command.Span)) : default;
    }

    /// <summary>Answers a read from the state as it is.</summary>
    public Reply Query(in Command command)
    {
        var slot = _slots[command.Target.Place];
        if (slot is not null && slot.Generation > command.Target.Generation) return new Reply(ReplyStatus.Retired);
        return slot is not null && slot.Generation == command.Target.Generation
            ? slot.Query(command)
            : new SlotState(command.Target).Query(command);
    }

    /// <summary>The whole state as bytes.</summary>
    public byte[] Snapshot()
    {
        var writer = new SnapshotWriter();
        writer.Add(Applied.Index.Value);
        writer.Add(Applied.Term.Value);
        for (var client = 0; client < MaxClients; client++)
        {
            var session = _sessions[client];
            if (session.Sequence == 0) continue;
            writer.Add(client);
            writer.Add(session.Sequence);
            writer.Add((long)session.Status);
            writer.Add(session.Value);
        }

        writer.Add(-1);
        for (var place = 0; place < _slots.Length; place++)
            if (_slots[place] is { } slot) Write(writer, place, slot);
        writer.Add(-1);
        return writer.ToArray();
    }

    /// <summary>The state that <see cref="Snapshot"/> wrote.</summary>
    /// <exception cref="FormatException">It is no snapshot, or not a whole one.</exception>
    public static StateMachine Restore(ReadOnlySpan<byte> bytes)
    {
        var reader = new SnapshotReader(bytes);
        var machine = new StateMachine { Applied = new LogPosition(new LogIndex(reader.Next()), new Term(reader.Next())) };
        while (reader.NextBelow(MaxClients) is var client and >= 0)
            machine.Remember(client, new Session(reader.Next(), (ReplyStatus)reader.Next(), reader.Next()));
        while (reader.NextBelow(ObjectId.MaxPlaces) is var place and >= 0)
        {
            var kind = (ObjectKind)(place / ObjectId.MaxSlots);
            var slot = new SlotState(new ObjectId(kind, (byte)(place % ObjectId.MaxSlots), (int)reader.Next()));
            slot.Load(reader.Next(), reader.NextList());
            machine._slots[place] = slot;
            machine.Hash ^= slot.Hash;
        }

        reader.ExpectEnd();
        return machine;
    }

    private static void Write(SnapshotWriter writer, int place, SlotState slot)
    {
        writer.Add(place);
        writer.Add(slot.Generation);
        writer.Add(slot.Value);
        writer.Add(slot.List.Length);
        foreach (var item in slot.List.Span) writer.Add(item);
    }

    private Reply Execute(in Command command)
    {
        if (command.IsRead) return Query(command);
        var session = _sessions[command.Client];
        if (command.Sequence == session.Sequence) return session.Reply;
        if (command.Sequence < session.Sequence) return new Reply(ReplyStatus.Superseded);
        var reply = Change(command);
        Remember(command.Client, new Session(command.Sequence, reply.Status, reply.Value));
        return reply;
    }

    private Reply Change(in Command command)
    {
        var slot = _slots[command.Target.Place] ?? Open(command.Target);
        if (slot.Generation > command.Target.Generation) return new Reply(ReplyStatus.Retired);
        Hash ^= slot.Hash;
        if (slot.Generation < command.Target.Generation) slot.Renew(command.Target.Generation);
        var reply = slot.Apply(command);
        Hash ^= slot.Hash;
        return reply;
    }

    private SlotState Open(ObjectId target)
    {
        var slot = new SlotState(target);
        _slots[target.Place] = slot;
        Hash ^= slot.Hash;
        return slot;
    }

    private void Remember(int client, Session session)
    {
        Hash ^= _sessions[client].HashFor(client) ^ session.HashFor(client);
        _sessions[client] = session;
    }
}
