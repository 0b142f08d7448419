namespace Runink.Barn;

/// <summary>A member of the cluster as the state knows it: who it is, and where it is reached. What part it takes, the log says.</summary>
/// <param name="Id">Its id; never given to another.</param>
/// <param name="Name">Its name, for people; empty until it has started.</param>
/// <param name="PeerUrls">Where other members reach it, in order.</param>
/// <param name="ClientUrls">Where clients reach it, in order; none until it has started.</param>
public sealed record KvMember(ulong Id, string Name, IReadOnlyList<string> PeerUrls, IReadOnlyList<string> ClientUrls)
{
    /// <inheritdoc/>
    public bool Equals(KvMember? other) =>
        other is not null && Id == other.Id && Name == other.Name
        && PeerUrls.SequenceEqual(other.PeerUrls) && ClientUrls.SequenceEqual(other.ClientUrls);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name);
}
