namespace Runink.Raft;

/// <summary>
/// Fetches a snapshot (the receiver's side of InstallSnapshot, Raft paper section 7, turned around: the receiver asks for each
/// piece, so it sets the pace, and goes on where it stopped, with another source if it must).
/// </summary>
internal static class SnapshotDownloads
{
    /// <summary>The leader offers one.</summary>
    public static void Handle(NodeState node, SnapshotOffer offer)
    {
        Following.Hear(node, offer.From);
        if (node.Installing is not null) return;
        if (offer.Minimum <= node.Commit)
        {
            Following.Accept(node, node.Commit);
            return;
        }

        var download = node.Download ??= new SnapshotDownload();
        download.Minimum = offer.Minimum;
        if (download.Staging is null && download.Snapshot is { } staged && staged.Index < offer.Minimum)
            (download.Snapshot, download.Offset) = (null, 0);
        if (download.Source == offer.Source) return;
        download.Source = offer.Source;
        if (download.Staging is null) Ask(node, download);
    }

    /// <summary>A piece arrived.</summary>
    public static void Handle(NodeState node, SnapshotChunk chunk)
    {
        if (node.Download is not { Staging: null } download || chunk.From != download.Source) return;
        if (node.Installing is not null || chunk.Snapshot.Index < download.Minimum) return;
        if (chunk.Offset == 0 && chunk.Snapshot.Position != download.Snapshot?.Position)
            (download.Snapshot, download.Offset) = (chunk.Snapshot, 0);
        if (chunk.Snapshot.Position != download.Snapshot?.Position || chunk.Offset != download.Offset) return;
        if (chunk.Data.IsEmpty && !chunk.IsLast) return;
        var id = node.Writes.Issue();
        download.Staging = new SnapshotDownload.Piece(id, chunk.Data.Length, chunk.IsLast);
        download.SilentTicks = 0;
        node.Out.Add(new StageSnapshotChunk(id, chunk.Snapshot, chunk.Offset, chunk.Data, chunk.IsLast));
    }

    /// <summary>Writes are durable; if a piece was among them, the next one is asked for, or the whole is installed.</summary>
    public static void Staged(NodeState node, WriteId through)
    {
        if (node.Download is not { Staging: { } piece } download || piece.Write.Value > through.Value) return;
        download.Staging = null;
        if (download.Snapshot is not { } snapshot) return;
        download.Offset += piece.Length;
        if (!piece.IsLast)
        {
            if (snapshot.Index < download.Minimum) (download.Snapshot, download.Offset) = (null, 0);
            Ask(node, download);
            return;
        }

        node.Download = null;
        SnapshotInstallation.Start(node, snapshot);
    }

    /// <summary>The whole does not match its checksum: it is fetched anew, from the leader.</summary>
    public static void Failed(NodeState node, SnapshotDescription snapshot)
    {
        if (node.Download is not { } download || download.Snapshot?.Position != snapshot.Position) return;
        (download.Snapshot, download.Offset) = (null, 0);
        SourceFailed(node, download);
    }

    /// <summary>The source cannot serve: the leader must name another.</summary>
    public static void SourceFailed(NodeState node, SnapshotDownload download)
    {
        var source = download.Source;
        (download.Source, download.SilentTicks) = (NodeId.None, 0);
        if (node.Leader == NodeId.None || node.Leader == node.Id) return;
        node.Out.Send(new SnapshotUnavailable(node.Options.Group, node.Id, node.Leader, node.Term, source));
    }

    public static void Tick(NodeState node)
    {
        if (node.Download is not { Staging: null } download) return;
        if (node.Commit >= download.Minimum && !(download.Snapshot?.Index > node.Commit))
        {
            // The log has brought what the snapshot would have.
            node.Download = null;
            return;
        }

        if (download.Source == NodeId.None) return;
        if (++download.SilentTicks >= 2 * node.Options.ElectionTicks) SourceFailed(node, download);
        else if (download.SilentTicks % (4 * node.Options.HeartbeatTicks) == 0) Ask(node, download);
    }

    private static void Ask(NodeState node, SnapshotDownload download)
    {
        if (download.Source == NodeId.None) return;
        node.Out.Send(new SnapshotChunkRequest(
            node.Options.Group, node.Id, download.Source, node.Term, download.Snapshot?.Position ?? default, download.Offset,
            download.Minimum));
    }
}
