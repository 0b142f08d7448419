using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Tells who leads, and everything that a leader proclaims. It may pass over leaders that led for a moment only.</summary>
internal sealed class ElectionObserver(EtcdContext context, ByteString name, Caller caller)
{
    private readonly byte[] _prefix = Ownership.Prefix(name.Span);

    /// <summary>Who leads, or null.</summary>
    public async ValueTask<(KvView View, KeyVersion? Leader)> ReadAsync()
    {
        var first = new RangeQuery(_prefix, Ownership.End(_prefix))
        {
            Limit = 1,
            SortOrder = KvSortOrder.Ascend,
            SortTarget = KvSortTarget.Create,
        };
        var view = await context.ReadAsync(caller.Group).ConfigureAwait(false);
        ThrowIfDenied(view.Auth);
        return (view, view.Range(first).Pairs is [var leader] ? leader : null);
    }

    /// <summary>Until the client goes.</summary>
    public async ValueTask FollowAsync(RpcStreamWriter<LeaderResponse> responses, CancellationToken cancelled)
    {
        while (true)
        {
            var (view, leader) = await ReadAsync().ConfigureAwait(false);
            if (leader is null)
            {
                using var candidates = Watch(_prefix, Ownership.End(_prefix), view.Revision + 1);
                await candidates.NextAsync(cancelled).ConfigureAwait(false);
                continue;
            }

            await SendAsync(responses, view.Revision, leader).ConfigureAwait(false);
            await FollowAsync(leader.Key, view.Revision + 1, responses, cancelled).ConfigureAwait(false);
        }
    }

    /// <summary>Until this leader goes.</summary>
    private async ValueTask FollowAsync(
        ReadOnlyMemory<byte> key, long revision, RpcStreamWriter<LeaderResponse> responses, CancellationToken cancelled)
    {
        using var watch = Watch(key, default, revision);
        while (true)
        {
            foreach (var (version, _) in await watch.NextAsync(cancelled).ConfigureAwait(false))
            {
                if (version.IsTombstone) return;
                // Roles may have changed since the leader was found: asked of what is at least as new as the event.
                ThrowIfDenied(caller.Group.Watches.View.Auth);
                await SendAsync(responses, version.ModRevision, version).ConfigureAwait(false);
            }
        }
    }

    private void ThrowIfDenied(KvAuth auth) => EtcdErrors.ThrowIfError(
        auth.CheckRead(caller.User, caller.RevisionIn(auth), _prefix, Ownership.End(_prefix)));

    private SingleWatch Watch(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> end, long revision) =>
        new(caller.Group, new WatchRequest(key, end) { StartRevision = revision });

    private ValueTask SendAsync(RpcStreamWriter<LeaderResponse> responses, long revision, KeyVersion leader) =>
        responses.WriteAsync(new LeaderResponse { Header = context.HeaderMessage(caller.Group, revision), Kv = leader.ToMessage() });
}
