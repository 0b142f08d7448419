using Google.Protobuf;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Kv;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Import;

/// <summary>Copies all keys of a source as of one revision, and then every change after it. Goes on where an earlier one stopped.</summary>
/// <param name="source">From where.</param>
/// <param name="target">To where.</param>
/// <param name="say">Told of what should be known while it works.</param>
internal sealed class Importer(ClusterConnection source, ClusterConnection target, Action<string> say)
{
    private const int PageBytes = 1 << 20;
    private const int LongestPage = 5000;
    private static readonly (ByteString Key, ByteString End) All = KeyArguments.PrefixRange(ByteString.Empty);

    private ByteString _progressKey = ByteString.Empty;
    private ImportTarget _writes = null!;

    /// <summary>How far it is.</summary>
    public ImportProgress Progress { get; private set; } = new(0, null);

    /// <summary>Keys that were copied and have a lease at the source, which they do not have at the target.</summary>
    public long Leased { get; private set; }

    /// <summary>Keys that this call copied.</summary>
    public long Copied { get; private set; }

    /// <summary>Finds out where to begin: at the beginning, or where the last import stopped.</summary>
    /// <param name="restart">Whether to empty the target and begin anew.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task PrepareAsync(bool restart, CancellationToken cancellation)
    {
        var count = new RangeRequest { Key = All.Key, RangeEnd = All.End, CountOnly = true };
        var header = (await source.CallAsync(EtcdCalls.Range, count, cancellation)).Header;
        var there = await target.CallAsync(EtcdCalls.Range, count, cancellation);
        if (header.ClusterId == there.Header.ClusterId && header.MemberId == there.Header.MemberId && source.Endpoint == target.Endpoint)
            throw CliErrors.Usage("source and target are the same cluster");
        _progressKey = ImportProgress.KeyFor(header.ClusterId);
        _writes = new(target, _progressKey, why => say($"the target does not answer, trying again: {why}"));
        var kept = await target.CallAsync(EtcdCalls.Range, new RangeRequest { Key = _progressKey }, cancellation);
        if (!restart && kept.Kvs.Count > 0 && ImportProgress.Parse(kept.Kvs[0].Value) is { } progress)
        {
            Progress = progress;
            return;
        }

        if (!restart && there.Count > 0)
        {
            throw CliErrors.Conflict($"the target has {there.Count} keys already, and no import from this source",
                "import into an empty Barn, or give --restart, which deletes everything in it first");
        }

        Progress = new(header.Revision, "");
        if (restart) await EmptyAsync(cancellation);
        await _writes.FlushAsync(Progress, cancellation);
    }

    /// <summary>Copies what is not copied yet.</summary>
    public async Task CopyAsync(CancellationToken cancellation)
    {
        for (var limit = 16L; Progress.CopiedThrough is { } through;)
        {
            var page = await PageAsync(ByteString.FromBase64(through), limit, cancellation);
            foreach (var kv in page.Kvs)
            {
                if (kv.Lease != 0) Leased++;
                await _writes.PutAsync(kv.Key, kv.Value, cancellation);
            }

            Copied += page.Kvs.Count;
            Progress = Progress with { CopiedThrough = page.More ? page.Kvs[^1].Key.ToBase64() : null };
            await _writes.FlushAsync(Progress, cancellation);
            limit = Math.Clamp(limit * PageBytes / Math.Max(1, page.CalculateSize()), 1, LongestPage);
        }
    }

    /// <summary>Makes every change of the source at the target too, until it is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        var create = new WatchCreateRequest { Key = All.Key, RangeEnd = All.End, StartRevision = Progress.Revision + 1 };
        var follower = new WatchFollower(source, create, why => say($"the source does not answer, trying again: {why}"));
        await foreach (var answer in follower.FollowAsync(cancellation))
        {
            foreach (var change in answer.Events)
            {
                if (change.Type == Event.Types.EventType.Delete) await _writes.DeleteAsync(change.Kv.Key, cancellation);
                else await _writes.PutAsync(change.Kv.Key, change.Kv.Value, cancellation);
            }

            if (answer.Events.Count == 0) continue;
            Progress = new(answer.Events[^1].Kv.ModRevision, null);
            await _writes.FlushAsync(Progress, cancellation);
        }
    }

    private async Task<RangeResponse> PageAsync(ByteString after, long limit, CancellationToken cancellation)
    {
        var from = after.IsEmpty ? All.Key : ByteString.CopyFrom([.. after.Span, 0]);
        var request = new RangeRequest { Key = from, RangeEnd = All.End, Revision = Progress.Revision, Limit = limit };
        try
        {
            return await source.CallAsync(EtcdCalls.Range, request, cancellation);
        }
        catch (RpcException e) when (e.Code == RpcCode.OutOfRange)
        {
            throw CliErrors.NotFound($"the source has compacted revision {Progress.Revision}, of which the copy was made",
                "begin anew with --restart, which deletes everything in the target first");
        }
    }

    private async Task EmptyAsync(CancellationToken cancellation)
    {
        var next = ByteString.CopyFrom([.. _progressKey.Span, 0]);
        foreach (var (key, end) in new[] { (All.Key, _progressKey), (next, All.End) })
            await target.CallAsync(EtcdCalls.DeleteRange, new DeleteRangeRequest { Key = key, RangeEnd = end }, cancellation);
    }
}
