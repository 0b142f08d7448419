namespace Runink.Barn;

/// <summary>A group beside that of the platform, as the state knows it. Who belongs to it now, its own log says.</summary>
/// <param name="Id">Its id; never given to another.</param>
/// <param name="Name">Its name; no two groups have the same at the same time.</param>
/// <param name="Founders">The members that voted when it was created, in order: it began with them.</param>
/// <param name="QuotaBytes">Bytes that its state may take; 0: it has no quota of its own.</param>
public sealed record KvGroup(ulong Id, string Name, IReadOnlyList<ulong> Founders, long QuotaBytes = 0)
{
    /// <inheritdoc/>
    public bool Equals(KvGroup? other) =>
        other is not null && Id == other.Id && Name == other.Name && QuotaBytes == other.QuotaBytes && Founders.SequenceEqual(other.Founders);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name);
}
