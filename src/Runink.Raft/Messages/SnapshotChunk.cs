namespace Runink.Raft;

/// <summary>A piece of a snapshot.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
/// <param name="Snapshot">Which snapshot.</param>
/// <param name="Offset">Where the piece begins, in bytes.</param>
/// <param name="Data">The piece.</param>
/// <param name="IsLast">Whether the snapshot ends here.</param>
public sealed record SnapshotChunk(
    GroupId Group, NodeId From, NodeId To, Term Term, SnapshotDescription Snapshot, long Offset, ReadOnlyMemory<byte> Data,
    bool IsLast)
    : Statement(Group, From, To, Term)
{
    /// <inheritdoc/>
    protected override string Body => $"SnapshotChunk {Snapshot} offset={Offset} {Data.Length}B{(IsLast ? " last" : "")}";

    /// <inheritdoc/>
    private protected override void HashBody(ref StateHasher hasher)
    {
        hasher.Add(12L);
        Snapshot.Hash(ref hasher);
        hasher.Add(Offset);
        hasher.Add(Data.Span);
        hasher.Add(IsLast);
    }
}
