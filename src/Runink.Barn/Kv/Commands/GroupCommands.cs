namespace Runink.Barn;

/// <summary>Changes which groups there are beside that of the platform. For the platform's own group only.</summary>
public abstract record GroupCommand : KvCommand;

/// <summary>A group begins.</summary>
/// <param name="Name">Its name, which no other group may have: lower-case letters, digits and dashes.</param>
/// <param name="Founders">
/// The members that vote, in order: the group begins with them. They stand in the command because a member that comes later cannot say
/// who voted at an entry of the past: it has learned who belongs to the cluster from later ones.
/// </param>
/// <param name="QuotaBytes">Bytes that its state may take; 0: as long as there is space for all groups.</param>
public sealed record GroupCreateCommand(string Name, IReadOnlyList<ulong> Founders, long QuotaBytes = 0) : GroupCommand
{
    /// <inheritdoc/>
    public bool Equals(GroupCreateCommand? other) =>
        other is not null && Name == other.Name && QuotaBytes == other.QuotaBytes && Founders.SequenceEqual(other.Founders);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A group ends, with everything in it.</summary>
/// <param name="Name">Which.</param>
public sealed record GroupRemoveCommand(string Name) : GroupCommand;
