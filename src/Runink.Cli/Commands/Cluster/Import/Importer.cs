using Google.Protobuf;
using Google.Protobuf.Collections;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Kv;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Import;

/// <summary>
/// Copies users, and all keys of a source as of one revision with their leases, and then every change after it. Goes on where an
/// earlier one stopped.
/// </summary>
/// <param name="source">From where.</param>
/// <param name="aside">The source once more, for questions while its changes are followed.</param>
/// <param name="target">To where.</param>
/// <param name="leases">Keeps the leases.</param>
/// <param name="users">Copies users; null when they are not wanted.</param>
/// <param name="say">Told of what should be known while it works.</param>
internal sealed class Importer(
    ClusterConnection source, ClusterConnection aside, ClusterConnection target, LeaseMirror leases, UserCopier? users, Action<string> say)
{
    private const int PageBytes = 1 << 20;
    private const int LongestPage = 5000;
    private static readonly (ByteString Key, ByteString End) All = KeyArguments.PrefixRange(ByteString.Empty);

    private ImportTarget _writes = null!;

    /// <summary>How far it is.</summary>
    public ImportProgress Progress { get; private set; } = new(0, null);

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
        var progressKey = ImportProgress.KeyFor(header.ClusterId);
        _writes = new(target, leases, progressKey, why => say($"the target does not answer, trying again: {why}"));
        var kept = await target.CallAsync(EtcdCalls.Range, new() { Key = progressKey }, cancellation);
        if (!restart && kept.Kvs.Count > 0 && ImportProgress.Parse(kept.Kvs[0].Value) is { } progress)
        {
            Progress = progress;
            return;
        }

        if (restart) await EmptyAsync(cancellation);
        else await CheckEmptyAsync(there.Count, cancellation);
        Progress = new(header.Revision, "");
        await _writes.FlushAsync(Progress, cancellation);
    }

    /// <summary>Copies what is not copied yet.</summary>
    public async Task CopyAsync(CancellationToken cancellation)
    {
        if (users is not null && !Progress.HasUsers) await CopyUsersAsync(users, cancellation);
        await leases.RefreshAsync(cancellation);
        for (var limit = 16L; Progress.CopiedThrough is { } through;)
        {
            var page = await PageAsync(ByteString.FromBase64(through), limit, cancellation);
            foreach (var kv in page.Kvs)
            {
                if (await HasLeaseAsync(kv, cancellation)) await _writes.PutAsync(kv.Key, kv.Value, kv.Lease, cancellation);
                else await PutNowAsync([kv.Key], cancellation);
            }

            Copied += page.Kvs.Count;
            Progress = Progress with { CopiedThrough = page.More ? page.Kvs[^1].Key.ToBase64() : null };
            await _writes.FlushAsync(Progress, cancellation);
            limit = Math.Clamp(limit * PageBytes / Math.Max(1, page.CalculateSize()), 1, LongestPage);
            await KeepLeasesAsync(cancellation);
        }

        // What was copied before may have run out since.
        await PutNowAsync(await leases.OwedAsync(cancellation), cancellation);
    }

    /// <summary>Makes every change of the source at the target too, and keeps its leases alive there, until it is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        var create = new WatchCreateRequest { Key = All.Key, RangeEnd = All.End, StartRevision = Progress.Revision + 1 };
        var follower = new WatchFollower(source, create, why => say($"the source does not answer, trying again: {why}"));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var answers = follower.FollowAsync(end.Token).GetAsyncEnumerator(end.Token);
        var next = answers.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                await ((Task)next).WaitAsync(leases.Left, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellation.ThrowIfCancellationRequested();
                await KeepLeasesAsync(cancellation);
                if (!next.IsCompleted) continue;
                if (!await next) return;
                await ApplyAsync(answers.Current.Events, cancellation);
                next = answers.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await end.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ApplyAsync(RepeatedField<Event> changes, CancellationToken cancellation)
    {
        if (changes.Count == 0) return;
        foreach (var change in changes)
        {
            if (change.Type == Event.Types.EventType.Delete) await _writes.DeleteAsync(change.Kv.Key, cancellation);
            // Without its lease it stays until its deletion comes, which has happened already.
            else await _writes.PutAsync(change.Kv.Key, change.Kv.Value, await HasLeaseAsync(change.Kv, cancellation) ? change.Kv.Lease : 0, cancellation);
        }

        Progress = Progress with { Revision = changes[^1].Kv.ModRevision };
        await _writes.FlushAsync(Progress, cancellation);
    }

    private async Task CopyUsersAsync(UserCopier copier, CancellationToken cancellation)
    {
        var locked = await copier.CopyAsync(cancellation);
        Progress = Progress with { HasUsers = true };
        await _writes.FlushAsync(Progress, cancellation);
        if (locked.Count == 0) return;
        say($"passwords cannot be read; nobody can log in as one of these until 'etcdctl user passwd' gives a new one: {string.Join(", ", locked.Select(TerminalText.Clean))}");
    }

    /// <summary>Renews the leases when it is time; a server that does not answer is asked again the next time.</summary>
    private async Task KeepLeasesAsync(CancellationToken cancellation)
    {
        if (leases.Left > TimeSpan.Zero) return;
        try
        {
            await leases.RefreshAsync(cancellation);
            // While pages are copied, most keys that the target lacks are about to come.
            if (Progress.CopiedThrough is null) await PutNowAsync(await leases.OwedAsync(cancellation), cancellation);
        }
        catch (RpcException e) when (e.Code is RpcCode.Unavailable or RpcCode.DeadlineExceeded && !cancellation.IsCancellationRequested)
        {
            say($"leases were not renewed, trying again: {e.Message}");
        }
    }

    private async ValueTask<bool> HasLeaseAsync(KeyValue kv, CancellationToken cancellation) =>
        kv.Lease == 0 || await leases.EnsureAsync(kv.Lease, cancellation);

    /// <summary>Copies keys as they are now, if they are still there; what else happens to them is followed.</summary>
    private async Task PutNowAsync(IReadOnlyList<ByteString> keys, CancellationToken cancellation)
    {
        foreach (var key in keys)
        {
            foreach (var kv in (await aside.CallAsync(EtcdCalls.Range, new() { Key = key }, cancellation)).Kvs)
                if (await HasLeaseAsync(kv, cancellation)) await _writes.PutAsync(kv.Key, kv.Value, kv.Lease, cancellation);
        }

        if (keys.Count > 0) await _writes.FlushAsync(Progress, cancellation);
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

    private async Task CheckEmptyAsync(long keys, CancellationToken cancellation)
    {
        if (keys > 0)
        {
            throw CliErrors.Conflict($"the target has {keys} keys already, and no import from this source",
                "import into an empty Barn, or give --restart, which deletes everything in it first");
        }

        if (users is not null && await users.FindsSomeAsync(cancellation))
        {
            throw CliErrors.Conflict("the target has users or roles already, and no import from this source",
                "import into an empty Barn, or give --no-users");
        }
    }

    private async Task EmptyAsync(CancellationToken cancellation)
    {
        // With what tells how far the last import was, in one request: stopped here, an empty target is not taken for a copy.
        await target.CallAsync(EtcdCalls.DeleteRange, new() { Key = All.Key, RangeEnd = All.End }, cancellation);
        await leases.ClearAsync(cancellation);
    }
}
