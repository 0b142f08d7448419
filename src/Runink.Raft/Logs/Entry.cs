namespace Runink.Raft;

/// <summary>One entry of the log. Immutable, and shared between the log, the messages and the effects that carry it.</summary>
/// <param name="Index">Where it stands.</param>
/// <param name="Term">The term of the leader that made it; zero on a rotten entry whose term is lost too.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Command">
/// The host's command; empty unless <paramref name="Kind"/> is a command, and always empty on a witness.
/// </param>
/// <param name="Membership">The membership that it brings into force, or null.</param>
public sealed record Entry(
    LogIndex Index, Term Term, EntryKind Kind, ReadOnlyMemory<byte> Command = default, Membership? Membership = null)
{
    /// <summary>What an entry counts in every limit that is given in bytes, besides its command.</summary>
    public const int Overhead = 32;

    /// <summary>Bytes that this entry counts in windows, batches and limits.</summary>
    public int Size => Overhead + Command.Length;

    /// <summary>Stands for an entry that storage held and can no longer read.</summary>
    /// <param name="index">Where it stood.</param>
    /// <param name="term">Its term if storage still knows it, else zero.</param>
    public static Entry Rotten(LogIndex index, Term term = default) => new(index, term, EntryKind.Rotten);

    /// <summary>The same entry without its command, as a witness keeps it.</summary>
    internal Entry Bare() => Command.IsEmpty ? this : this with { Command = default };

    /// <summary>Adds the entry to a hash of a state.</summary>
    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Index);
        hasher.Add(Term);
        hasher.Add((long)Kind);
        hasher.Add(Command.Span);
        Membership?.Hash(ref hasher);
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        EntryKind.Command => $"{Index}@{Term} command {Command.Length}B",
        EntryKind.Membership => $"{Index}@{Term} membership {Membership}",
        EntryKind.Rotten => $"{Index}@{(Term == Term.Zero ? "?" : Term)} rotten",
        _ => $"{Index}@{Term} noop",
    };
}
