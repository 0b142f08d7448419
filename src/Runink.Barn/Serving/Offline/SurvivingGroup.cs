using Runink.Raft;

namespace Runink.Barn;

/// <summary>A group as the directory of a survivor has it.</summary>
/// <param name="Machine">Its state behind the last entry.</param>
/// <param name="Membership">Who belonged to it.</param>
/// <param name="Term">The newest term.</param>
/// <param name="Last">The last entry.</param>
internal sealed record SurvivingGroup(KvMachine Machine, Membership Membership, Term Term, LogPosition Last)
{
    /// <summary>What nobody has ever written anything to.</summary>
    public static SurvivingGroup None => new(new KvMachine(), Membership.Empty, default, default);

    /// <summary>
    /// Reads it. Everything in the log counts, committed or not: nobody is left who could say, and what was acknowledged must be in it.
    /// </summary>
    /// <exception cref="InvalidDataException">A snapshot is missing or damaged, or holds what this program does not know, as may an entry.</exception>
    public static SurvivingGroup Read(NodeStorage storage, GroupId group)
    {
        if (!storage.Recovered.TryGetValue(group, out var recovered)) return None;
        var machine = RecoveredMachine.Load(storage, group, recovered);
        var last = recovered.Base.Position;
        var membership = recovered.Base.Membership;
        foreach (var entry in recovered.Entries)
        {
            last = new LogPosition(entry.Index, entry.Term);
            membership = entry.Membership ?? membership;
            if (entry.Index <= machine.AppliedIndex) continue;
            if (entry.Kind == EntryKind.Command) machine.Apply(entry.Index, Decode(group, entry));
            else machine.Skip(entry.Index);
        }

        machine.Publish();
        return new(machine, membership, recovered.Term, last);
    }

    private static KvEnvelope Decode(GroupId group, Entry entry)
    {
        try
        {
            return KvCommandCodec.Decode(entry.Command);
        }
        catch (KvFormatException e)
        {
            throw new InvalidDataException($"entry {entry.Index} of group {group}: {e.Message}", e);
        }
    }
}
